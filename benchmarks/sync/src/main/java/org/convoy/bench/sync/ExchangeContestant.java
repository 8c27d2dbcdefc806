package org.convoy.bench.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.convoy.collective.GroupSettings;
import org.convoy.collective.ProcessGroup;
import org.convoy.collective.Rendezvous;

/**
 * A member of a group that averages flat vectors directly, without Spark: the counterpart of {@code
 * gloo.py}, with its line protocol. For a version it says its port, and is told those of all.
 */
public final class ExchangeContestant {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final byte[] SECRET =
      "measured on one machine".getBytes(StandardCharsets.US_ASCII);

  private ExchangeContestant() {}

  /** Of the rank and with the encryption that the arguments name. */
  public static void main(String[] arguments) throws IOException {
    int rank = Integer.parseInt(arguments[0]);
    GroupSettings settings =
        new GroupSettings(SECRET, TIMEOUT).with(GroupSettings.Encryption.valueOf(arguments[1]));
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (Rendezvous rendezvous = Rendezvous.open(loopback, settings)) {
      answer(Map.of("version", rendezvous.address().getPort()));
      List<InetSocketAddress> members = new ArrayList<>();
      for (JsonNode port : JSON.readTree(requests.readLine()).get("ports")) {
        members.add(new InetSocketAddress(loopback, port.asInt()));
      }

      try (ProcessGroup group = rendezvous.join(members, rank)) {
        answer(Map.of("version", "joined"));
        serve(group, requests);
      }
    }
  }

  private static void serve(ProcessGroup group, BufferedReader requests) throws IOException {
    double[] shares = new double[group.size()];
    Arrays.fill(shares, 1.0 / shares.length);
    ByteBuffer vector = ByteBuffer.allocateDirect(0);
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      JsonNode request = JSON.readTree(line);
      int floats = request.get("floats").asInt();
      if (vector.capacity() < floats * Float.BYTES) {
        vector = ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
      }

      for (int i = 0; i < floats; i++) {
        vector.putFloat(i * Float.BYTES, 1);
      }

      vector.clear().limit(floats * Float.BYTES);
      answer(Map.of("seconds", seconds(group, vector, shares, request.get("count").asInt())));
    }
  }

  private static List<Double> seconds(
      ProcessGroup group, ByteBuffer vector, double[] shares, int count) {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      group.allGather(new byte[0]);
      long start = System.nanoTime();
      group.allReduce(List.of(vector), shares);
      seconds.add((System.nanoTime() - start) / 1e9);
    }

    return seconds;
  }

  private static void answer(Map<String, ?> answer) throws IOException {
    System.out.println(JSON.writeValueAsString(answer));
    System.out.flush();
  }
}
