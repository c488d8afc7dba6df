import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.openapitools.client.ApiClient;

/** Reads vectors from standard input, one a line, by the client of openapi-generator, and prints those that it takes. */
final class Client {
  public static void main(String[] arguments) throws Exception {
    var mapper = ApiClient.createDefaultObjectMapper();
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = lines.readLine()) != null; ) {
      var given = mapper.readTree(line);
      var type = Class.forName("org.openapitools.client.model." + given.get("schema").asText());
      var taken = new LinkedHashMap<String, Object>();
      taken.put("id", given.get("id").asText());
      try {
        taken.put("data", mapper.readValue(given.get("data").toString(), type));
      } catch (JsonProcessingException refused) {
        continue;
      }
      System.out.println(mapper.writeValueAsString(taken));
    }
  }
}
