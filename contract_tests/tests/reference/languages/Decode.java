import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;

/** Decodes vectors from standard input, one a line, and prints those that the types take, as they took them. */
final class Decode {
  public static void main(String[] arguments) throws Exception {
    var mapper = new ObjectMapper();
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = lines.readLine()) != null; ) {
      var given = mapper.readTree(line);
      var taken = new LinkedHashMap<String, Object>();
      taken.put("id", given.get("id").asText());
      try {
        taken.put("data", mapper.readValue(given.get("data").toString(), Class.forName("commsms.CommSms$" + given.get("schema").asText())));
      } catch (JsonProcessingException refused) {
        continue;
      }
      System.out.println(mapper.writeValueAsString(taken));
    }
  }
}
