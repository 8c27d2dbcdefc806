package org.convoy.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** How a group is formed, and who is kept out of it. */
final class TestRendezvous {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int HELLO_BYTES = 52;

  private static GroupSettings settings(String secret, int seconds) {
    return new GroupSettings(
        secret.getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(seconds));
  }

  private static byte[] hello(int size, int from, int to) {
    return ByteBuffer.allocate(HELLO_BYTES)
        .put("convoyg1".getBytes(StandardCharsets.US_ASCII))
        .putInt(size)
        .putInt(from)
        .putInt(to)
        .array();
  }

  /** Sends these bytes and reads what comes, at most so many bytes. */
  private static byte[] say(InetSocketAddress address, byte[] message, int answer)
      throws IOException {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(message);
      return socket.getInputStream().readNBytes(answer);
    }
  }

  @Test
  void joinsAmongGarbageAndSilence() throws Exception {
    GroupSettings settings = settings("secret of one group only", 20);
    List<Socket> silent = new ArrayList<>();
    List<Callable<Object>> parts = new ArrayList<>();
    List<Rendezvous> rendezvous = new ArrayList<>();
    for (int rank = 0; rank < 3; rank++) {
      rendezvous.add(Rendezvous.open(LOOPBACK, settings));
    }

    List<InetSocketAddress> members = rendezvous.stream().map(Rendezvous::address).toList();
    for (InetSocketAddress member : members) { // more than may be waiting at a time
      for (int i = 0; i < 300; i++) {
        silent.add(new Socket(member.getAddress(), member.getPort()));
      }
    }

    for (int rank = 0; rank < 3; rank++) {
      int own = rank;
      parts.add(
          () -> {
            Thread.sleep(300L * own); // while all are flooded
            try (ProcessGroup group = rendezvous.get(own).join(members, own)) {
              assertThat(group.allGather(new byte[] {(byte) own}))
                  .containsExactly(new byte[] {0}, new byte[] {1}, new byte[] {2});
              return group.statistics().droppedConnections();
            }
          });
    }

    parts.add(
        () -> {
          Random random = new Random(1);
          for (int i = 0; i < 600; i++) {
            byte[] garbage = new byte[random.nextInt(5000)];
            random.nextBytes(garbage);
            byte[] beginning = hello(3, 2, i % 3);
            System.arraycopy(
                beginning, 0, garbage, 0, Math.min(i % (HELLO_BYTES + 1), garbage.length));
            InetSocketAddress member = members.get(i % 3);
            try {
              Socket socket = new Socket(member.getAddress(), member.getPort());
              silent.add(socket);
              socket.getOutputStream().write(garbage);
            } catch (IOException e) {
              // It was thrown out, or all have joined.
            }
          }

          return null;
        });

    List<Object> outcomes = Members.outcomes(parts);

    for (Socket socket : silent) {
      socket.close();
    }

    assertThat(outcomes.subList(0, 3))
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Integer.class));
    assertThat((int) outcomes.get(0)).isGreaterThan(20);
  }

  /** Which says that it is a member that this one connects to itself. */
  @Test
  void countsAStrangerWithAnothersRankAmongTheDropped() throws Exception {
    GroupSettings settings = settings("secret of one group only", 20);
    Rendezvous first = Rendezvous.open(LOOPBACK, settings);
    Rendezvous second = Rendezvous.open(LOOPBACK, settings);
    List<InetSocketAddress> members = List.of(first.address(), second.address());

    List<Object> outcomes =
        Members.outcomes(
            List.of(
                () -> {
                  byte[] answer = say(second.address(), hello(2, 0, 1), 1);
                  try (ProcessGroup group = first.join(members, 0)) {
                    return answer.length + group.allGather(hi()).size();
                  }
                },
                () -> {
                  try (ProcessGroup group = second.join(members, 1)) {
                    group.allGather(hi());
                    return group.statistics().droppedConnections();
                  }
                }));

    assertThat(outcomes).containsExactly(2, 1);
  }

  @Test
  void keepsOutWhoDoesNotKnowTheSecret() throws InterruptedException {
    Rendezvous first = Rendezvous.open(LOOPBACK, settings("secret of one group only", 1));
    Rendezvous second = Rendezvous.open(LOOPBACK, settings("secret of another group", 1));
    List<InetSocketAddress> members = List.of(first.address(), second.address());

    List<Object> outcomes =
        Members.outcomes(List.of(() -> first.join(members, 0), () -> second.join(members, 1)));

    assertThat((Throwable) outcomes.get(0))
        .isInstanceOf(PeerException.class)
        .hasMessageMatching(
            "rank 1 .* did not join within 1 s; \\d+ wrong or silent connections were dropped");
    assertThat((Throwable) outcomes.get(1))
        .isInstanceOf(PeerException.class)
        .hasMessageMatching("rank 0 .* (did not join within 1 s; .*|cannot be reached: .*)");
  }

  @Test
  void takesNoProofThatIsReflectedOrReplayed() throws Exception {
    GroupSettings settings = settings("secret of one group only", 4);
    byte[] recorded;
    try (Rendezvous first = Rendezvous.open(LOOPBACK, settings);
        Rendezvous second = Rendezvous.open(LOOPBACK, settings);
        ServerSocket between = new ServerSocket(0, 10, LOOPBACK)) {
      List<InetSocketAddress> members =
          List.of((InetSocketAddress) between.getLocalSocketAddress(), second.address());
      List<Object> outcomes =
          Members.outcomes(
              List.of(
                  () -> first.join(List.of(first.address(), second.address()), 0).allGather(hi()),
                  () -> second.join(members, 1).allGather(hi()),
                  () -> record(between, first.address())));
      recorded = (byte[]) outcomes.get(2);
      assertThat(outcomes.get(0)).isInstanceOf(List.class);
    }

    assertThat(recorded).hasSize(HELLO_BYTES + Proof.BYTES);
    try (Rendezvous third = Rendezvous.open(LOOPBACK, settings)) {
      List<InetSocketAddress> members = List.of(third.address(), third.address());
      List<Object> outcomes =
          Members.outcomes(
              List.of(
                  () -> third.join(members, 0),
                  () -> say(third.address(), recorded, 1000),
                  () -> reflect(third.address())));

      assertThat((byte[]) outcomes.get(1)).hasSize(Proof.NONCE_BYTES + Proof.BYTES);
      assertThat((byte[]) outcomes.get(2)).isEmpty();
      assertThat((Throwable) outcomes.get(0))
          .hasMessageMatching("rank 1 .* 2 wrong or silent connections were dropped");
    }
  }

  private static byte[] hi() {
    return new byte[] {1};
  }

  /** Passes a dialogue on; returns what the side that connects has said in it. */
  private static byte[] record(ServerSocket between, InetSocketAddress address) throws IOException {
    try (Socket one = between.accept();
        Socket other = new Socket(address.getAddress(), address.getPort())) {
      InputStream said = one.getInputStream();
      OutputStream answered = one.getOutputStream();
      byte[] hello = said.readNBytes(HELLO_BYTES);
      other.getOutputStream().write(hello);
      answered.write(other.getInputStream().readNBytes(Proof.NONCE_BYTES + Proof.BYTES));
      byte[] proof = said.readNBytes(Proof.BYTES);
      other.getOutputStream().write(proof);
      answered.write(other.getInputStream().readNBytes(Proof.BYTES));
      other.getOutputStream().write(said.readNBytes(Frame.HEADER_BYTES + 1));
      answered.write(other.getInputStream().readNBytes(Frame.HEADER_BYTES + 1));
      byte[] all = Arrays.copyOf(hello, HELLO_BYTES + Proof.BYTES);
      System.arraycopy(proof, 0, all, HELLO_BYTES, Proof.BYTES);
      return all;
    }
  }

  /** Gives the listening side its own proof back. */
  private static byte[] reflect(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(hello(2, 1, 0));
      byte[] answer = socket.getInputStream().readNBytes(Proof.NONCE_BYTES + Proof.BYTES);
      socket.getOutputStream().write(Arrays.copyOfRange(answer, Proof.NONCE_BYTES, answer.length));
      return socket.getInputStream().readAllBytes();
    }
  }

  @Test
  void namesWhoDoesNotCome() {
    Rendezvous first = Rendezvous.open(LOOPBACK, settings("secret of one group only", 1));
    Rendezvous second = Rendezvous.open(LOOPBACK, settings("secret of one group only", 10));
    List<InetSocketAddress> members = List.of(first.address(), second.address());

    assertThatThrownBy(() -> first.join(members, 0))
        .isInstanceOf(PeerException.class)
        .hasMessageMatching(
            "rank 1 .* did not join within 1 s; 0 wrong or silent connections were dropped");
    assertThatThrownBy(() -> second.join(members, 1))
        .isInstanceOf(PeerException.class)
        .hasMessageMatching("rank 0 .* cannot be reached: Connection refused");
  }

  @Test
  void isCancelledWhileItWaits() {
    Rendezvous rendezvous =
        Rendezvous.open(LOOPBACK, settings("secret of one group only", 10).with(() -> true));

    assertThatThrownBy(
            () -> rendezvous.join(List.of(rendezvous.address(), rendezvous.address()), 0))
        .isInstanceOf(CancellationException.class)
        .hasMessage("cancelled while other workers were joining");
  }

  @Test
  void listensOnlyAtItsAddressAndOnlyUntilItHasJoined() throws Exception {
    Rendezvous rendezvous = Rendezvous.open(LOOPBACK, settings("secret of one group only", 10));
    InetSocketAddress address = rendezvous.address();
    assertThat(address.getAddress()).isEqualTo(LOOPBACK);

    try (ProcessGroup group = rendezvous.join(List.of(address), 0)) {
      assertThat(group.size()).isEqualTo(1);
      assertThat(group.allGather(hi())).containsExactly(hi());
      assertThatThrownBy(() -> say(address, hi(), 1)).isInstanceOf(ConnectException.class);
    }
  }
}
