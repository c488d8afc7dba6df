import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import commsms.CommSms;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Decodes vectors from standard input, one a line, and prints those that the types take, as they took them. */
final class Decode {
  private static final Map<String, Class<?>> BODIES =
      Map.of("SmsCampaignSendResponse", CommSms.SmsCampaignSendResponse.class, "ApiError", CommSms.ApiError.class);

  public static void main(String[] arguments) throws Exception {
    var mapper = new ObjectMapper();
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = lines.readLine()) != null; ) {
      var given = mapper.readTree(line);
      var taken = new LinkedHashMap<String, Object>();
      taken.put("id", given.get("id").asText());
      try {
        taken.put("data", mapper.readValue(given.get("data").toString(), BODIES.get(given.get("schema").asText())));
      } catch (JsonProcessingException refused) {
        continue;
      }
      System.out.println(mapper.writeValueAsString(taken));
    }
  }
}
