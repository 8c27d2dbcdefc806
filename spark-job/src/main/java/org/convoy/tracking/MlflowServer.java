package org.convoy.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.convoy.common.Json;

/**
 * A tracking server of MLflow, by its <a href="https://mlflow.org/docs/latest/rest-api.html">REST
 * interface</a>, version 2.0.
 */
final class MlflowServer {
  private static final String API = "/api/2.0/mlflow/";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int NOT_FOUND = 404;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final URI address;
  private final Optional<String> authorization;

  /**
   * @param address of the server, without the path of its interface
   * @param environment holds what MLflow's own clients read: MLFLOW_TRACKING_TOKEN, or
   *     MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD
   */
  MlflowServer(URI address, Map<String, String> environment) {
    this.address = requireNonNull(address, "address is null");
    authorization = authorization(environment);
  }

  private static Optional<String> authorization(Map<String, String> environment) {
    String token = environment.get("MLFLOW_TRACKING_TOKEN");
    String user = environment.get("MLFLOW_TRACKING_USERNAME");
    if (token != null) {
      return Optional.of("Bearer " + token);
    }

    return Optional.ofNullable(user)
        .map(name -> name + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", ""))
        .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  /** The id of an experiment, which is made if there is none of that name. */
  String experiment(String name) throws IOException {
    String query = "experiments/get-by-name?experiment_name=" + URLEncoder.encode(name, UTF_8);
    HttpResponse<String> found = send(request(query).GET());
    return found.statusCode() == NOT_FOUND
        ? post("experiments/create", Map.of("name", name)).path("experiment_id").asText()
        : read(found).path("experiment").path("experiment_id").asText();
  }

  /** Sends a value as JSON, and reads the answer. */
  JsonNode post(String path, Object body) throws IOException {
    return read(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.of(body)))));
  }

  private HttpRequest.Builder request(String path) {
    String base = address.toString().replaceFirst("/+$", "");
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + API + path));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request.timeout(TIMEOUT);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private JsonNode read(HttpResponse<String> response) throws IOException {
    JsonNode answer = json(response.body());
    if (response.statusCode() / 100 != 2) {
      String reason = answer.path("message").asText("");
      throw new IOException(
          "%s answers %d%s"
              .formatted(address, response.statusCode(), reason.isEmpty() ? "" : ": " + reason));
    }

    return answer;
  }

  private static JsonNode json(String body) throws IOException {
    try {
      return Json.MAPPER.readTree(body.isEmpty() ? "{}" : body);
    } catch (JsonProcessingException e) {
      throw new IOException("not an answer of MLflow: " + e.getOriginalMessage(), e);
    }
  }
}
