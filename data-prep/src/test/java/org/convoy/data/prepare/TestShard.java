package org.convoy.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoy.data.Split;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestShard {
  @ParameterizedTest
  @CsvSource({
    "1, 100, 1000, 1",
    "2047, 1, 1000000, 1",
    "2048, 1, 1000000, 2",
    "60000, 784, 134217728, 16",
    "1281167, 110000, 134217728, 1050",
    "1142, 25000, 134217728, 6",
    "3, 1000, 100, 3",
    "2147483647, 110000, 134217728, 1760000",
  })
  void dividesIdsBySizeButKeepsSeveralCoresBusy(int size, long bytes, long shardBytes, int count) {
    List<Shard> shards = Shard.divide(size, Split.TEST, bytes, shardBytes);

    assertThat(shards).hasSize(count);
    assertThat(shards.get(0).from()).isZero();
    assertThat(shards.get(count - 1).to()).isEqualTo(size);
    assertThat(shards.get(count - 1).file())
        .isEqualTo("test/part-%05d-of-%05d.parquet".formatted(count - 1, count));

    for (int i = 1; i < count; i++) {
      assertThat(shards.get(i - 1).isFollowedBy(shards.get(i))).isTrue();
    }
  }
}
