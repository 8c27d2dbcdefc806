package org.convoy.collective;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A member in a process of its own, which exchanges until it is stopped. */
final class MemberProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final InetSocketAddress address;

  private MemberProcess(Process process) throws IOException {
    this.process = process;
    answers = process.inputReader(StandardCharsets.US_ASCII);
    address =
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), Integer.parseInt(answers.readLine()));
  }

  static MemberProcess start(int rank) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                MemberProcess.class.getName(),
                Integer.toString(rank))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new MemberProcess(process);
  }

  InetSocketAddress address() {
    return address;
  }

  /** Lets it join, and then exchange. */
  void join(List<InetSocketAddress> members) throws IOException {
    for (InetSocketAddress member : members) {
      process
          .getOutputStream()
          .write((member.getPort() + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** When it has done some exchanges. */
  void awaitExchanges() throws IOException {
    answers.readLine();
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] arguments) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (Rendezvous rendezvous = Rendezvous.open(loopback, Members.SETTINGS)) {
      System.out.println(rendezvous.address().getPort());
      List<InetSocketAddress> members = new ArrayList<>();
      for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
        members.add(new InetSocketAddress(loopback, Integer.parseInt(line)));
      }

      try (ProcessGroup group = rendezvous.join(members, Integer.parseInt(arguments[0]))) {
        exchangeForever(group, 10, () -> System.out.println("exchanging"));
      }
    }
  }

  /** Until the group fails. */
  static void exchangeForever(ProcessGroup group, int count, Runnable afterSome) {
    ByteBuffer vector = ByteBuffer.allocate(4 * 200_003).order(ByteOrder.nativeOrder());
    double[] shares = new double[group.size()];
    Arrays.fill(shares, 1.0 / shares.length);
    for (int i = 0; ; i++) {
      group.allReduce(List.of(vector), shares);
      group.allGather(new byte[100]);
      if (i == count) {
        afterSome.run();
      }
    }
  }
}
