# Reads vectors from standard input, one a line, by the client of openapi-generator in lib/, and prints those that it
# takes, as it took them.
require "json"
$LOAD_PATH.unshift("#{Dir.pwd}/lib")
require "openapi_client"

STDIN.each_line do |line|
  vector = JSON.parse(line)
  begin
    body = OpenapiClient.const_get(vector["schema"].sub("ApiError", "ErrorBody")).build_from_hash(vector["data"])
    taken = { id: vector["id"], data: body && body.to_hash }
  rescue ArgumentError, TypeError, NoMethodError
    next
  end
  puts JSON.generate(taken)
end
