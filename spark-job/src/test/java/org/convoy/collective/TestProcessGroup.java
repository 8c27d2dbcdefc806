package org.convoy.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.convoy.state.ModelState;
import org.convoy.state.Tally;
import org.convoy.strategy.RoundResult;
import org.convoy.strategy.WorkerReport;
import org.convoy.strategy.WorkerTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What members get when nothing goes wrong. */
final class TestProcessGroup {
  private static final float[] ODD = {
    Float.NaN, -0.0f, 0.0f, Float.MAX_VALUE, Float.MIN_VALUE, Float.POSITIVE_INFINITY
  };

  /** Of one exchange: each member's vectors, and how many samples it trained on. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Exchange(List<List<float[]>> vectors, long[] samples) {
    static Exchange random(Random random, int members, int... lengths) {
      long[] samples = random.longs(members, 0, 5).map(n -> n * n).toArray();
      samples[random.nextInt(members)] = 7;
      List<List<float[]>> vectors = new ArrayList<>();
      for (int rank = 0; rank < members; rank++) {
        vectors.add(Arrays.stream(lengths).mapToObj(length -> vector(random, length)).toList());
      }

      return new Exchange(vectors, samples);
    }

    private static float[] vector(Random random, int length) {
      float[] vector = new float[length];
      for (int i = 0; i < length; i++) {
        vector[i] =
            random.nextInt(20) == 0
                ? ODD[random.nextInt(ODD.length)]
                : (float) (random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10));
      }

      return vector;
    }

    double[] shares() {
      double total = Arrays.stream(samples).sum();
      return Arrays.stream(samples).mapToDouble(count -> count / total).toArray();
    }

    /** As a round by Spark jobs takes it. */
    List<int[]> expected() {
      List<int[]> means = new ArrayList<>();
      for (int vector = 0; vector < vectors.get(0).size(); vector++) {
        List<RoundResult> results = new ArrayList<>();
        for (int rank = 0; rank < samples.length; rank++) {
          WorkerReport report =
              new WorkerReport(rank, new Tally(samples[rank], 0, 0, 0), 0, WorkerTime.NONE);
          results.add(
              RoundResult.of(
                  report, new ModelState(vectors.get(rank).get(vector).clone(), new float[0])));
        }

        means.add(bits(direct(RoundResult.meanOnThread(results).shared().parameters())));
      }

      return means;
    }
  }

  /** Sockets read and write its memory. */
  private static ByteBuffer direct(float[] values) {
    return bytes(ByteBuffer.allocateDirect(values.length * Float.BYTES), values);
  }

  private static ByteBuffer bytes(ByteBuffer memory, float[] values) {
    memory.order(ByteOrder.nativeOrder()).asFloatBuffer().put(values);
    return memory;
  }

  private static int[] bits(ByteBuffer values) {
    FloatBuffer floats = values.asFloatBuffer();
    return IntStream.range(0, floats.limit())
        .map(i -> Float.floatToIntBits(floats.get(i)))
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void givesTheBytesOfTheMeanThatJobsTake(int members) throws InterruptedException {
    Random random = new Random(members);
    List<Exchange> exchanges =
        List.of(
            Exchange.random(random, members, 1),
            Exchange.random(random, members, 0, members - 1, 0),
            Exchange.random(random, members, 3, 1, 2),
            Exchange.random(random, members, 10_007, 0, 1, 4_099),
            Exchange.random(random, members),
            Exchange.random(random, members, 700_001, 300_000));

    List<List<List<int[]>>> means =
        Members.results(
            members,
            Members.SETTINGS,
            group -> {
              List<List<int[]>> results = new ArrayList<>();
              for (Exchange exchange : exchanges) {
                List<ByteBuffer> own =
                    exchange.vectors().get(group.rank()).stream()
                        .map(TestProcessGroup::direct)
                        .toList();
                group.allReduce(own, exchange.shares());
                results.add(own.stream().map(TestProcessGroup::bits).toList());
              }

              return results;
            });

    for (List<List<int[]>> ofMember : means) {
      for (int i = 0; i < exchanges.size(); i++) {
        List<int[]> expected = exchanges.get(i).expected();
        for (int vector = 0; vector < expected.size(); vector++) {
          assertThat(Arrays.equals(ofMember.get(i).get(vector), expected.get(vector)))
              .as("exchange %d, vector %d", i, vector)
              .isTrue();
        }
      }
    }
  }

  @Test
  void givesTheSameBytesSealed() throws InterruptedException {
    Exchange exchange = Exchange.random(new Random(1), 3, 400_001, 7);
    List<List<int[]>> means =
        Members.results(
            3,
            Members.SETTINGS.with(GroupSettings.Encryption.AES_GCM),
            group -> {
              assertThat(group.allGather(new byte[] {(byte) group.rank()}))
                  .containsExactly(new byte[] {0}, new byte[] {1}, new byte[] {2});
              List<ByteBuffer> own =
                  exchange.vectors().get(group.rank()).stream()
                      .map(TestProcessGroup::direct)
                      .toList();
              group.allReduce(own, exchange.shares());
              return own.stream().map(TestProcessGroup::bits).toList();
            });

    for (List<int[]> ofMember : means) {
      assertThat(ofMember.get(0)).isEqualTo(exchange.expected().get(0));
      assertThat(ofMember.get(1)).isEqualTo(exchange.expected().get(1));
    }
  }

  @Test
  void exchangesVectorsOnTheHeap() throws InterruptedException {
    List<float[]> results =
        Members.results(
            2,
            Members.SETTINGS,
            group -> {
              float[] values = new float[200_000];
              Arrays.fill(values, group.rank());
              ByteBuffer vector = bytes(ByteBuffer.allocate(4 * values.length), values);
              group.allReduce(List.of(vector), new double[] {0.5, 0.5});
              vector.asFloatBuffer().get(values);
              return values;
            });

    float[] expected = new float[200_000];
    Arrays.fill(expected, 0.5f);
    assertThat(results).allSatisfy(values -> assertThat(values).isEqualTo(expected));
  }

  @Test
  void changesOnlyThePartOfABuffer() throws InterruptedException {
    List<int[]> results =
        Members.results(
            3,
            Members.SETTINGS,
            group -> {
              ByteBuffer values = direct(new float[] {9, group.rank(), 2 * group.rank(), 9});
              group.allReduce(
                  List.of(values.duplicate().order(values.order()).position(4).limit(12)),
                  new double[] {0.25, 0.25, 0.5});
              return bits(values);
            });

    assertThat(results)
        .allSatisfy(
            values -> assertThat(values).isEqualTo(bits(direct(new float[] {9, 1.25f, 2.5f, 9}))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void updatesEachElementOfTheMeanOnceAndTellsAll(int members) throws InterruptedException {
    int length = 300_001;
    double[] shares = IntStream.range(0, members).mapToDouble(rank -> 1.0 / members).toArray();

    List<float[]> results =
        Members.results(
            members,
            Members.SETTINGS,
            group -> {
              ByteBuffer some = direct(new float[length]);
              ByteBuffer more = direct(new float[] {5, 6});
              group.allReduce(
                  List.of(some, more),
                  shares,
                  (vector, offset, mean) -> {
                    for (int i = 0; i < mean.limit(); i++) {
                      mean.put(i, mean.get(i) + 1_000_000 * vector + offset + i);
                    }
                  });
              float[] all = new float[length + 2];
              some.asFloatBuffer().get(all, 0, length);
              more.asFloatBuffer().get(all, length, 2);
              return all;
            });

    float[] expected = new float[length + 2];
    for (int i = 0; i < length; i++) {
      expected[i] = i;
    }

    expected[length] = 1_000_005;
    expected[length + 1] = 1_000_007;
    assertThat(results).allSatisfy(values -> assertThat(values).isEqualTo(expected));
  }

  @Test
  void gathersMessagesOfAnyLength() throws InterruptedException {
    List<List<byte[]>> results =
        Members.results(
            4,
            Members.SETTINGS,
            group -> {
              assertThat(group.allGather(new byte[0]))
                  .hasSize(4)
                  .allMatch(none -> none.length == 0);
              byte[] message = new byte[group.rank() * 400_000];
              Arrays.fill(message, (byte) group.rank());
              return group.allGather(message);
            });

    for (List<byte[]> messages : results) {
      assertThat(messages).hasSize(4);
      for (int rank = 0; rank < 4; rank++) {
        byte[] expected = new byte[rank * 400_000];
        Arrays.fill(expected, (byte) rank);
        assertThat(Arrays.equals(messages.get(rank), expected)).isTrue();
      }
    }
  }

  @Test
  void countsBytesAndWaits() throws InterruptedException {
    List<Statistics> results =
        Members.results(
            2,
            Members.SETTINGS,
            group -> {
              group.allGather(new byte[10]);
              if (group.rank() == 1) {
                Thread.sleep(300);
              }

              group.allReduce(List.of(direct(new float[1000])), new double[] {0.5, 0.5});
              return group.statistics();
            });

    long bytes = 16 + 10 + 2 * 16 + 1000 * 4;
    for (Statistics statistics : results) {
      assertThat(statistics.bytesSent()).isEqualTo(bytes);
      assertThat(statistics.bytesReceived()).isEqualTo(bytes);
      assertThat(statistics.droppedConnections()).isZero();
    }

    assertThat(results.get(0).nanosecondsWaited().get(0)).isZero();
    assertThat(results.get(0).nanosecondsWaited().get(1)).isGreaterThan(200_000_000L);
  }

  @Test
  void refusesWhatItCannotExchange() throws InterruptedException {
    ByteBuffer vector = direct(new float[4]);
    byte[] tooLong = new byte[17];
    GroupSettings small =
        new GroupSettings(
            Members.SETTINGS.secret(),
            Members.SETTINGS.timeout(),
            GroupSettings.Encryption.NONE,
            16,
            () -> false);

    Members.results(
        1,
        small,
        group -> {
          assertThatThrownBy(() -> group.allReduce(List.of(vector), new double[] {0.5, 0.5}))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("shares of 1 members, not negative and not all 0, are due: [0.5, 0.5]");
          assertThatThrownBy(() -> group.allReduce(List.of(vector), new double[] {Double.NaN}))
              .hasMessageContaining("are due: [NaN]");
          assertThatThrownBy(() -> group.allReduce(List.of(vector), new double[] {0}))
              .hasMessageContaining("are due: [0.0]");
          assertThatThrownBy(
                  () -> group.allReduce(List.of(ByteBuffer.allocate(8)), new double[] {1}))
              .hasMessage("vector 0 is not in native order");
          assertThatThrownBy(() -> group.allGather(tooLong))
              .hasMessage("a message of 17 bytes; the limit is 16");
          return null;
        });

    assertThatThrownBy(
            () ->
                new GroupSettings(
                    "short".getBytes(StandardCharsets.US_ASCII), Members.SETTINGS.timeout()))
        .hasMessage("a secret of 5 bytes: at least 16");
  }
}
