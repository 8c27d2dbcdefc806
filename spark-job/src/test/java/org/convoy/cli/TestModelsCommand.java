package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.Test;

final class TestModelsCommand {
  @Test
  void listsAllNetworksOfTheZoo() {
    Finished all = Finished.of("models").successful();

    assertThat(all.lines()).hasSize(ModelZoo.names().size() + 1);
    assertThat(all.output())
        .containsPattern("Network +image +classes +parameters +multiply-adds +size +top-1")
        .containsPattern(
            "resnet50 +3 x 224 +1000 +25,557,032 +4\\.09 G +102\\.4 MB +80\\.86 % +IMAGENET1K_V2")
        .containsPattern("efficientnet_b7 +3 x 600 +1000 +66,347,960 ")
        .containsPattern("resnet20 +3 x 32 +10 +269,722 +0\\.04 G +1\\.1 MB\n");
  }

  @Test
  void listsThoseOfAPattern() {
    Finished nets = Finished.of("models", "squeezenet*", "--json").successful();

    assertThat(nets.output())
        .contains(
            "{\"name\":\"squeezenet1_0\",\"channels\":3,\"side\":224,\"classes\":1000,"
                + "\"parameters\":1248424,\"multiplyAdds\":")
        .contains("\"bytes\":4993696,\"top1\":58.092,\"weights\":\"IMAGENET1K_V1\"}")
        .doesNotContain("resnet18");
    Finished none = Finished.of("models", "resent*");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.error()).contains("No network matches \"resent*\"; nearest are");
  }
}
