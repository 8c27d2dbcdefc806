package org.convoy.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.convoy.common.Json;
import org.convoy.run.RunFolder;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;
import org.convoy.train.SmallTraining;
import org.convoy.train.TrainingListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a training tells a server that answers as MLflow's documentation says; MLflow itself is not
 * at hand.
 */
final class TestMlflowLog {
  @TempDir private Path folder;

  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private volatile boolean isDown;

  private record Request(String path, String authorization, JsonNode body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString().replaceFirst("^/api/2.0/mlflow/", "");
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    requests.add(
        new Request(path, authorization, Json.MAPPER.readTree(body.isEmpty() ? "{}" : body)));
    if (isDown) {
      send(exchange, 500, "{\"error_code\":\"INTERNAL_ERROR\",\"message\":\"down\"}");
    } else if (path.startsWith("experiments/get-by-name")) {
      send(exchange, 404, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\"}");
    } else {
      send(
          exchange,
          200,
          switch (path) {
            case "experiments/create" -> "{\"experiment_id\":\"7\"}";
            case "runs/create" -> "{\"run\":{\"info\":{\"run_id\":\"abc\"}}}";
            case "runs/search" -> "{\"runs\":[{\"info\":{\"run_id\":\"abc\"}}]}";
            default -> "{}";
          });
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void train(TrainingListener other) {
    SmallTraining training =
        SmallTraining.of(
            "local[2]",
            100,
            "sync.every=1",
            "checkpoint.everyRounds=1",
            "tracking.tensorboard=false",
            "tracking.mlflow.uri=" + address());
    RunFolder run = RunFolder.at(folder.toString(), new Configuration());
    try (Tracking tracking = Tracking.of(training.config(), run, List.of("a", "b", "c", "d"))) {
      training.run(folder, tracking, other);
    }
  }

  private List<JsonNode> metrics(String key) {
    return requests.stream()
        .filter(request -> request.path().equals("runs/log-batch"))
        .flatMap(
            request -> StreamSupport.stream(request.body().path("metrics").spliterator(), false))
        .filter(metric -> metric.path("key").asText().equals(key))
        .toList();
  }

  private List<JsonNode> bodies(String path) {
    return requests.stream()
        .filter(request -> request.path().equals(path))
        .map(Request::body)
        .toList();
  }

  @Test
  void isARunWithItsConfigAndMetrics() {
    train(new TrainingListener() {});

    assertThat(requests.get(0).path()).isEqualTo("experiments/get-by-name?experiment_name=convoy");
    assertThat(bodies("experiments/create").get(0).path("name").asText()).isEqualTo("convoy");
    assertThat(bodies("runs/create").get(0).path("experiment_id").asText()).isEqualTo("7");
    assertThat(bodies("runs/log-batch"))
        .anyMatch(body -> body.path("params").toString().contains("\"optimizer.learningRate\""));
    assertThat(metrics("train_loss")).hasSize(14);
    assertThat(metrics("validation_accuracy"))
        .extracting(metric -> metric.path("step").asInt())
        .containsExactly(100, 200);
    JsonNode end = bodies("runs/update").get(0);
    assertThat(end.path("status").asText()).isEqualTo("FINISHED");
    assertThat(end.path("run_id").asText()).isEqualTo("abc");
  }

  @Test
  void aContinuedTrainingGoesOnWithItsRun() {
    TrainingListener killer =
        new TrainingListener() {
          @Override
          public void roundFinished(TrainingState state, RoundMetrics round) {
            if (round.epoch() == 1 && round.round() == 4) {
              throw new IllegalStateException("killed");
            }
          }
        };
    assertThatThrownBy(() -> train(killer)).hasMessage("killed");
    assertThat(bodies("runs/update"))
        .extracting(body -> body.path("status").asText())
        .containsExactly("KILLED");

    train(new TrainingListener() {});

    assertThat(bodies("runs/create")).hasSize(1);
    assertThat(bodies("runs/update"))
        .extracting(body -> body.path("status").asText())
        .containsExactly("KILLED", "RUNNING", "FINISHED");
  }

  @Test
  void aServerThatFailsIsNotTheTrainings() {
    isDown = true;

    train(new TrainingListener() {});

    assertThat(Files.exists(folder.resolve("result.json"))).isTrue();
    assertThat(requests).isNotEmpty();
  }

  @Test
  void takesTheTokenThatMlflowsOwnClientsTake() throws IOException {
    new MlflowServer(address(), Map.of("MLFLOW_TRACKING_TOKEN", "t0k3n")).experiment("x y");

    assertThat(requests.get(0).path()).endsWith("experiment_name=x+y");
    assertThat(requests).extracting(Request::authorization).containsOnly("Bearer t0k3n");
  }
}
