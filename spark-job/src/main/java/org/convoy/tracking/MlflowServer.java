package org.convoy.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convoy.common.Json;
import org.convoy.config.TrackingConfig;

/**
 * A tracking server of MLflow, by its <a href="https://mlflow.org/docs/latest/rest-api.html">REST
 * interface</a>, version 2.0.
 */
final class MlflowServer {
  private static final String API = "/api/2.0/mlflow/";
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int NOT_FOUND = 404;

  /** A slower network does not get a file through before it is given up. */
  private static final int LEAST_BYTES_PER_SECOND = 1 << 20;

  private final HttpClient client =
      HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT).build();
  private final URI address;
  private final Optional<String> authorization;
  private final Duration patience;

  /**
   * @param address of the server, without the path of its interface
   * @param environment holds what MLflow's own clients read: MLFLOW_TRACKING_TOKEN, or
   *     MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD
   * @param patience how long an answer may take; a file's longer by its size
   */
  MlflowServer(URI address, Map<String, String> environment, Duration patience) {
    this.address = requireNonNull(address, "address is null");
    this.patience = requireNonNull(patience, "patience is null");
    authorization = authorization(environment);
  }

  /** That of a config, if it names one. */
  static Optional<MlflowServer> of(TrackingConfig config) {
    return config
        .mlflow()
        .uri()
        .map(address -> new MlflowServer(URI.create(address), System.getenv(), PATIENCE));
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
    HttpResponse<String> found = send(request(API + query).GET(), patience);
    return found.statusCode() == NOT_FOUND
        ? post("experiments/create", Map.of("name", name)).path("experiment_id").asText()
        : read(found).path("experiment").path("experiment_id").asText();
  }

  /** The newest run of an experiment that has a tag of that value; as the server describes it. */
  Optional<JsonNode> newestRun(String experimentId, String tag, String value) throws IOException {
    JsonNode found =
        post(
            "runs/search",
            Map.of(
                "experiment_ids", List.of(experimentId),
                "filter", "tags.`%s` = '%s'".formatted(tag, value),
                "order_by", List.of("attributes.start_time DESC"),
                "max_results", 1));
    return Optional.of(found.path("runs").path(0).path("info")).filter(run -> run.has("run_id"));
  }

  /** Sends a value as JSON, and reads the answer. */
  JsonNode post(String path, Object body) throws IOException {
    HttpRequest.Builder request =
        request(API + path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.of(body)));
    return read(send(request, patience));
  }

  /**
   * Gives a file to the server's proxy of artifacts.
   *
   * @param path below the root of its artifacts
   * @param bytes how many there are in the file, more than 0
   */
  void putArtifact(String path, long bytes, Supplier<InputStream> file) throws IOException {
    HttpRequest.Builder request =
        request(ARTIFACTS + encoded(path))
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(file), bytes));
    read(send(request, patience.plusSeconds(bytes / LEAST_BYTES_PER_SECOND)));
  }

  private static String encoded(String path) {
    return Stream.of(path.split("/"))
        .map(name -> URLEncoder.encode(name, UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }

  private HttpRequest.Builder request(String path) {
    String base = address.toString().replaceFirst("/+$", "");
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  /** Within the time; what HttpClient calls a time-out ends when the first line has come. */
  private HttpResponse<String> send(HttpRequest.Builder request, Duration longest)
      throws IOException {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request.build(), BodyHandlers.ofString());
    try {
      return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (TimeoutException e) {
      throw new IOException("%s did not answer in %d s".formatted(address, longest.toSeconds()), e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      String reason = cause.getMessage() == null ? "takes no connection" : cause.getMessage();
      throw new IOException("%s: %s".formatted(address, reason), cause);
    } finally {
      answer.cancel(true);
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
