package org.convoy.data.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on the loopback interface that gives one content and misbehaves by folder. */
final class FileServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final byte[] content;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closing = new CountDownLatch(1);

  FileServer(byte[] content) throws IOException {
    this.content = content;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/good/", exchange -> serve(exchange, content.length));
    server.createContext("/plain/", exchange -> send(exchange, 200, content, content.length));
    server.createContext("/missing/", exchange -> send(exchange, 404, new byte[0], -1));
    server.createContext("/wrong/", exchange -> send(exchange, 200, new byte[10], 10));
    server.createContext("/broken/", exchange -> serve(exchange, content.length / 3));
    server.createContext("/busy/", this::serveAfterTwoFailures);
    server.createContext("/silent/", this::stall);
    server.createContext("/moved/", this::redirect);
    server.start();
  }

  /** An address below which every file has the content. */
  URI address(String behaviour) {
    return URI.create(
        "http://127.0.0.1:%d/%s/".formatted(server.getAddress().getPort(), behaviour));
  }

  /** Each request's folder and range. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Answers with at most so many bytes, then breaks the connection. */
  private void serve(HttpExchange exchange, int most) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");

    if (range == null) {
      send(exchange, 200, Arrays.copyOf(content, most), content.length);
      return;
    }

    int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));

    if (from >= content.length) {
      send(exchange, 416, new byte[0], -1);
      return;
    }

    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    int to = Math.min(content.length, from + most);
    send(exchange, 206, Arrays.copyOfRange(content, from, to), content.length - from);
  }

  private void serveAfterTwoFailures(HttpExchange exchange) throws IOException {
    if (requests.size() < 2) {
      send(exchange, 503, new byte[0], -1);
    } else {
      serve(exchange, content.length);
    }
  }

  private void stall(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content, 0, 100);
    exchange.getResponseBody().flush();

    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void redirect(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Location", address("good") + "file");
    send(exchange, 302, new byte[0], -1);
  }

  private void send(HttpExchange exchange, int status, byte[] body, long length)
      throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
    exchange.sendResponseHeaders(status, length);
    exchange.getResponseBody().write(body);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
