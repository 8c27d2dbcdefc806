package org.convoy.cli;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.convoy.check.PlannedRun;
import org.convoy.cli.process.LazySpark;
import org.convoy.data.ContentReader;
import org.convoy.data.DataException;
import org.convoy.data.DataIdentity;
import org.convoy.data.ImageDataset;
import org.convoy.data.spark.ContentJob;
import org.convoy.run.RunFolder;
import org.convoy.train.Datasets;

/**
 * Whether the data of a run are those that it was begun with. Their files are looked at by name,
 * length and time; only where these differ is the content read, on the executors.
 */
final class DataComparison {
  private final PlannedRun planned;
  private final Configuration hadoop;
  private final LazySpark spark;
  private final Consumer<String> output;
  private final Map<String, String> data;
  private Optional<ContentReader> reader = Optional.empty();

  DataComparison(
      PlannedRun planned, Configuration hadoop, LazySpark spark, Consumer<String> output) {
    this.planned = requireNonNull(planned, "planned is null");
    this.hadoop = requireNonNull(hadoop, "hadoop is null");
    this.spark = requireNonNull(spark, "spark is null");
    this.output = requireNonNull(output, "output is null");
    this.data = planned.fingerprints(hadoop);
  }

  /** Takes somebody's word for what cannot be compared, see {@link RunFolder#vouch}. */
  void vouch() {
    if (folder().exists()) {
      folder().vouch(data);
    }
  }

  /**
   * What the data is recognised by, with the content where it was needed to tell that they are the
   * same.
   *
   * @throws org.convoy.run.file.RunException when they are not, or the config is another one
   */
  Map<String, String> ofSameRun() {
    Map<String, String> read = withContent(folder().requireSame(planned.config(), data));
    folder().requireSame(planned.config(), read);
    return read;
  }

  /**
   * As {@link #ofSameRun} for a run that goes on with another config: of data in another place
   * whose earlier content is not known, those in the earlier place are read as well if they are
   * still there.
   */
  Map<String, String> ofChangedRun() {
    folder().requireChangeable(planned.config(), data);
    Set<String> uncompared = folder().uncompared(data);
    if (!uncompared.isEmpty()) {
      learn(uncompared);
    }

    Map<String, String> read = withContent(folder().requireChangeable(planned.config(), data));
    folder().requireChangeable(planned.config(), read);
    return read;
  }

  private RunFolder folder() {
    return planned.folder();
  }

  private void learn(Set<String> splits) {
    Map<String, DataIdentity> begun = folder().identities();
    Datasets earlier;
    try {
      earlier = Datasets.open(folder().config(List.of()), hadoop);
    } catch (DataException e) {
      return;
    }

    for (String split : splits) {
      ImageDataset dataset = earlier.splits().get(split);
      if (dataset != null
          && begun.get(split).match(dataset.identity(hadoop)) == DataIdentity.Match.SAME) {
        output.accept("Reading the earlier " + split + " data to compare the content");
        folder().rememberContent(split, dataset.fingerprint(reader()));
      }
    }
  }

  private Map<String, String> withContent(Set<String> unread) {
    if (unread.isEmpty()) {
      return data;
    }

    Map<String, String> read = new TreeMap<>(data);
    Map<String, DataIdentity> begun = folder().identities();
    for (String split : unread) {
      output.accept("The " + split + " data was written since: reading it to compare the content");
      read.put(split, read(split, begun.get(split)).toString());
    }

    return read;
  }

  private DataIdentity read(String split, DataIdentity begun) {
    ImageDataset dataset = planned.datasets().splits().get(split);
    DataIdentity now = DataIdentity.parse(data.get(split));
    if (begun.hasShardsOf(now)) {
      dataset.verifyShards(reader());
      return now.withVerifiedShards();
    }

    return now.withContent(dataset.fingerprint(reader()));
  }

  /** One for all: it reads what several splits have in common once. */
  private ContentReader reader() {
    if (reader.isEmpty()) {
      reader = Optional.of(new ContentJob(spark.context()));
    }

    return reader.get();
  }
}
