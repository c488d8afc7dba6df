<?php
// Reads vectors from standard input, one a line, by the client of openapi-generator in lib/, and prints those that it
// takes, as it took them.
require 'GuzzleHttp/autoload.php';
spl_autoload_register(function ($class) {
    $file = 'lib/' . str_replace('\\', '/', substr($class, strlen('OpenAPI\\Client\\'))) . '.php';
    if (is_file($file)) require $file;
});
use OpenAPI\Client\ObjectSerializer;

while ($line = fgets(STDIN)) {
    $vector = json_decode($line);
    try {
        $body = ObjectSerializer::deserialize(json_encode($vector->data), "\\OpenAPI\\Client\\Model\\$vector->schema");
        $taken = json_encode(['id' => $vector->id, 'data' => ObjectSerializer::sanitizeForSerialization($body)]);
    } catch (Throwable $refused) {
        continue;
    }
    echo "$taken\n";
}
