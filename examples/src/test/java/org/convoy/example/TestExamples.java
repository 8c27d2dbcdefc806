package org.convoy.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.data.Image;
import org.convoy.data.codec.PnmEncoder;
import org.convoy.run.TrainResult;
import org.convoy.train.ConvoyKryoRegistrator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each example does what it says. */
@Tag("spark")
final class TestExamples {
  private static final int SIDE = 12;

  @TempDir private static Path folder;

  @BeforeAll
  static void writeImages() throws IOException {
    for (String split : List.of("train", "test")) {
      for (String name : List.of("dark", "bright")) {
        Path images = Files.createDirectories(folder.resolve("data").resolve(split).resolve(name));
        for (int i = 0; i < 20; i++) {
          Files.write(images.resolve(i + ".pgm"), image(name.equals("bright") ? 150 : 0, i));
        }
      }
    }
  }

  private static byte[] image(int level, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (level + random.nextInt(100));
    }

    return PnmEncoder.encode(new Image(SIDE, SIDE, 1, pixels));
  }

  @Test
  void aNetworkOfOnesOwnIsTrainedFromJavaAndLookedInto() {
    String run = folder.resolve("run").toString();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    TrainResult result = train(run, new PrintStream(printed, true, UTF_8));

    assertThat(result.accuracy()).isEqualTo(1);
    assertThat(printed.toString(UTF_8)).contains("epoch 1: loss ", "epoch 3: loss ");
    assertThat(folder.resolve("run/result.json")).exists();
    assertThat(train(run, System.out).weightsSha256()).isEqualTo(result.weightsSha256());

    Map<String, Double> zeros =
        DeadActivations.zeros(run, folder.resolve("data/test/bright/3.pgm").toString());
    assertThat(zeros).containsKeys("stem", "head");
    assertThat(zeros.values())
        .allSatisfy(share -> assertThat(share).isBetween(0.0, 1.0))
        .anySatisfy(share -> assertThat(share).isPositive());
  }

  private static TrainResult train(String run, PrintStream output) {
    List<String> settings =
        List.of(
            "batchSize=5",
            "model.numClasses=2",
            "optimizer.learningRate=0.1",
            "data.transforms.train=[{resize {size=[12, 12]}}]",
            "data.transforms.validation=[{resize {size=[12, 12]}}]");
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("examples tests")
            .set("spark.ui.enabled", "false")
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.kryo.registrator", ConvoyKryoRegistrator.class.getName());
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      return TrainFromJava.train(spark, folder.resolve("data").toString(), run, settings, output);
    }
  }
}
