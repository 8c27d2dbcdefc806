package org.convoy.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a training tells a server that answers as MLflow's documentation says; MLflow itself is not
 * at hand.
 */
final class TestMlflowLog {
  @TempDir private Path folder;

  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<HttpExchange> hanging = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private volatile Behaviour behaviour = Behaviour.ANSWERS;
  private volatile String store = "mlflow-artifacts:/7/abc/artifacts";

  private record Request(String path, String authorization, JsonNode body, int bytes) {}

  private enum Behaviour {
    ANSWERS,
    FAILS,
    HANGS,
    HANGS_AFTER_ITS_HEADERS,
    DROPS
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    hanging.forEach(HttpExchange::close);
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString().replaceFirst("^/api/2.0/mlflow/", "");
    byte[] body = exchange.getRequestBody().readAllBytes();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    boolean isJson = !exchange.getRequestMethod().equals("PUT") && body.length > 0;
    JsonNode value = Json.MAPPER.readTree(isJson ? new String(body, UTF_8) : "{}");
    requests.add(new Request(path, authorization, value, body.length));
    if (behaviour == Behaviour.FAILS) {
      send(exchange, 500, "{\"error_code\":\"INTERNAL_ERROR\",\"message\":\"down\"}");
    } else if (behaviour == Behaviour.DROPS) {
      exchange.close();
    } else if (behaviour == Behaviour.HANGS_AFTER_ITS_HEADERS) {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().flush();
    } else if (behaviour == Behaviour.HANGS) {
      hanging.add(exchange);
    } else if (path.startsWith("experiments/get-by-name")) {
      send(exchange, 404, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\"}");
    } else {
      send(
          exchange,
          200,
          switch (path) {
            case "experiments/create" -> "{\"experiment_id\":\"7\"}";
            case "runs/create" -> "{\"run\":{\"info\":{\"run_id\":\"abc\"}}}";
            case "runs/search" ->
                "{\"runs\":[{\"info\":{\"run_id\":\"abc\",\"artifact_uri\":\"%s\"}}]}"
                    .formatted(store);
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

  private SmallTraining training() {
    return SmallTraining.of(
        "local[2]",
        100,
        "sync.every=1",
        "checkpoint.everyRounds=1",
        "tracking.tensorboard=false",
        "tracking.mlflow.uri=" + address());
  }

  private RunFolder run() {
    return RunFolder.at(folder.toString(), new Configuration());
  }

  private void train(TrainingListener other) {
    SmallTraining training = training();
    try (Tracking tracking =
        Tracking.of(training.config(), run(), training.model(), this::hidden)) {
      training.run(folder, tracking, other);
    }
  }

  private String hidden(String text) {
    return text.replace("squares", "${DATA}");
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
        .anyMatch(body -> body.path("params").toString().contains("\"optimizer.learningRate\""))
        .anyMatch(body -> body.path("params").toString().contains("${DATA}"))
        .noneMatch(body -> body.path("params").toString().contains("squares"));
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
    assertThatThrownBy(() -> train(new Killer())).hasMessage("killed");
    assertThat(bodies("runs/update"))
        .extracting(body -> body.path("status").asText())
        .containsExactly("KILLED");

    train(new TrainingListener() {});

    assertThat(bodies("runs/create")).hasSize(1);
    assertThat(bodies("runs/update"))
        .extracting(body -> body.path("status").asText())
        .containsExactly("KILLED", "RUNNING", "FINISHED");
  }

  @ParameterizedTest
  @EnumSource(names = "ANSWERS", mode = EnumSource.Mode.EXCLUDE)
  void aServerThatFailsIsNotTheTrainings(Behaviour other) {
    behaviour = other;
    MlflowServer failing = new MlflowServer(address(), Map.of(), Duration.ofMillis(200));
    MlflowLog log = new MlflowLog(failing, training().config(), run(), text -> text);

    try (Tracking tracking = new Tracking(List.of(log))) {
      training().run(folder, tracking);
    }

    assertThat(Files.exists(folder.resolve("result.json"))).isTrue();
    assertThat(requests).isNotEmpty();
    String reason =
        switch (other) {
          case FAILS -> " answers 500: down";
          case HANGS, HANGS_AFTER_ITS_HEADERS -> " did not answer in 0 s";
          default -> ": HTTP/1.1 header parser received no bytes";
        };
    assertThatThrownBy(log::flush).hasMessage(address() + reason);
  }

  /** More than is kept for it; the newest are. */
  @Test
  void keepsWhatAServerThatComesBackIsToldThen() {
    behaviour = Behaviour.FAILS;
    MlflowServer server = new MlflowServer(address(), Map.of(), Duration.ofSeconds(20));
    MlflowLog log = new MlflowLog(server, training().config(), run(), text -> text);
    assertThatThrownBy(() -> log.started(0, 0, 0)).hasMessage(address() + " answers 500: down");
    RoundMetrics round = rounds().get(0);
    for (int i = 0; i < 20_000; i++) {
      log.roundFinished(round);
    }

    behaviour = Behaviour.ANSWERS;
    log.flush();

    assertThat(metrics("train_loss").size()).isBetween(100_000 / 7, 100_000 / 7 + 1);
    assertThat(bodies("runs/create")).hasSize(1);
    assertThat(bodies("runs/log-batch"))
        .allMatch(body -> body.path("metrics").size() <= 1000)
        .allMatch(body -> body.path("params").size() <= 100);
  }

  private List<RoundMetrics> rounds() {
    List<RoundMetrics> rounds = new ArrayList<>();
    training()
        .run(
            folder,
            new TrainingListener() {
              @Override
              public void roundFinished(TrainingState state, RoundMetrics round) {
                rounds.add(round);
              }
            });
    return rounds;
  }

  @Test
  void sendsTheFilesOfAFinishedRun() throws IOException {
    run().begin(training().config(), Map.of());
    train(new TrainingListener() {});
    Files.writeString(folder.resolve("report.html"), "<html>");

    assertThat(MlflowArtifacts.send(training().config().tracking(), run(), new Configuration()))
        .contains("MLflow  has report.html, model.safetensors, and the model");

    String artifacts = "/api/2.0/mlflow-artifacts/artifacts/7/abc/artifacts/";
    assertThat(requests)
        .filteredOn(request -> request.path().startsWith(artifacts))
        .extracting(request -> request.path().substring(artifacts.length()), Request::bytes)
        .startsWith(
            tuple("report.html", 6),
            tuple("model.safetensors", (int) Files.size(folder.resolve("model.safetensors"))))
        .extracting(sent -> sent.toList().get(0))
        .containsExactly("report.html", "model.safetensors", "model/model.onnx", "model/MLmodel");
    assertIsLogged(bodies("runs/log-model").get(0));
  }

  private static void assertIsLogged(JsonNode log) throws IOException {
    JsonNode model = Json.MAPPER.readTree(log.path("model_json").asText());
    JsonNode signature = model.path("signature");

    assertThat(log.path("run_id").asText()).isEqualTo("abc");
    assertThat(model.path("artifact_path").asText()).isEqualTo("model");
    assertThat(model.path("flavors").path("python_function").path("loader_module").asText())
        .isEqualTo("mlflow.onnx");
    assertThat(Json.MAPPER.readTree(signature.path("inputs").asText()).toString())
        .contains("\"name\":\"images\"", "\"dtype\":\"float32\"", "\"shape\":[-1,1,12,12]");
    assertThat(Json.MAPPER.readTree(signature.path("outputs").asText()).toString())
        .contains("\"name\":\"logits\"", "\"shape\":[-1,4]");
  }

  @Test
  void saysWhereArtifactsAreNotSent() throws IOException {
    Files.writeString(folder.resolve("report.html"), "<html>");
    store = "s3://bucket/7/abc/artifacts";
    assertThat(MlflowArtifacts.send(training().config().tracking(), run(), new Configuration()))
        .contains(
            "Warning: no artifacts are sent to MLflow: its server does not pass them on, but would"
                + " have them written to s3://bucket/7/abc/artifacts; it does with"
                + " --serve-artifacts");

    behaviour = Behaviour.FAILS;
    assertThat(MlflowArtifacts.send(training().config().tracking(), run(), new Configuration()))
        .contains(
            "Warning: not all artifacts are with MLflow: " + address() + " answers 500: down");
    assertThat(requests).noneMatch(request -> request.path().contains("mlflow-artifacts"));
  }

  @Test
  void takesTheTokenThatMlflowsOwnClientsTake() throws IOException {
    Map<String, String> environment = Map.of("MLFLOW_TRACKING_TOKEN", "t0k3n");
    new MlflowServer(address(), environment, Duration.ofSeconds(20)).experiment("x y");

    assertThat(requests.get(0).path()).endsWith("experiment_name=x+y");
    assertThat(requests).extracting(Request::authorization).containsOnly("Bearer t0k3n");
  }
}
