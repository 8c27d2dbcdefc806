package org.convoy.cli;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.convoy.cli.console.Console;
import org.convoy.cli.process.LazySpark;
import org.convoy.cli.process.SparkTasks;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.ContentReader;
import org.convoy.data.DataIdentity;
import org.convoy.data.ImageDataset;
import org.convoy.data.Split;
import org.convoy.data.source.DatasetSource;
import org.convoy.data.spark.ContentJob;
import org.convoy.run.RunFolder;
import org.convoy.train.Datasets;

/** Reads data from end to end and compares them with what is known of them. */
record ContentVerification(Configuration hadoop, Console console) {
  ContentVerification {
    requireNonNull(hadoop, "hadoop is null");
    requireNonNull(console, "console is null");
  }

  /**
   * Verifies a split of data, or all data of a run.
   *
   * @param data a data set as a user names it; ignored with a run
   * @param run the folder of a run, or null
   * @throws org.convoy.data.DataException when shards are not what their manifest says
   * @throws org.convoy.run.file.RunException when the data are not those that the run was begun
   *     with
   */
  void run(String data, Split split, String run) {
    try (LazySpark spark = new LazySpark()) {
      if (run == null) {
        ImageDataset dataset = DatasetSource.parse(hadoop, data).openNamed(hadoop, split).dataset();
        Content content = content(dataset, new ContentJob(spark.context()), spark);
        print("", content);
        console.result(content);
      } else {
        console.result(ofRun(RunFolder.at(run, hadoop), spark));
      }
    }
  }

  /**
   * The JSON result for data.
   *
   * @param samples number of them
   * @param content fingerprint
   * @param manifest {@code same}, or {@code none}
   */
  record Content(int samples, String content, String manifest) {}

  /** The JSON result for a run. */
  record RunContent(Map<String, Content> splits) {}

  private Content content(ImageDataset dataset, ContentReader reader, LazySpark spark) {
    return console
        .progress("Reading", dataset.size(), 0)
        .during(
            () -> SparkTasks.imagesDone(spark.context(), dataset.size()),
            () -> content(dataset, reader));
  }

  private Content content(ImageDataset dataset, ContentReader reader) {
    boolean prepared = dataset.identity(hadoop).shards().isPresent();
    if (prepared) {
      dataset.verifyShards(reader);
    }

    return new Content(dataset.size(), dataset.fingerprint(reader), prepared ? "same" : "none");
  }

  private RunContent ofRun(RunFolder folder, LazySpark spark) {
    ConvoyConfig config = folder.config(List.of());
    Datasets datasets = Datasets.open(config, hadoop);
    ContentReader reader = new ContentJob(spark.context());
    Map<String, Content> contents = new TreeMap<>();
    Map<String, DataIdentity> begunWith = folder.identities();
    datasets
        .splits()
        .forEach(
            (split, dataset) -> {
              if (begunWith.containsKey(split)) {
                contents.put(split, verify(folder, split, dataset, reader, spark));
              }
            });
    return new RunContent(contents);
  }

  private Content verify(
      RunFolder folder, String split, ImageDataset dataset, ContentReader reader, LazySpark spark) {
    Content content = content(dataset, reader, spark);
    DataIdentity now = dataset.identity(hadoop).withContent(content.content());
    folder.requireContent(split, now);
    folder.rememberContent(split, content.content());
    print(split + " ", content);
    return content;
  }

  private void print(String split, Content content) {
    console.printf("%sSamples   %d%n", split, content.samples());
    console.printf("%sContent   %s%n", split, content.content());
    if (content.manifest().equals("same")) {
      console.printf("%sShards    as the manifest says%n", split);
    }
  }
}
