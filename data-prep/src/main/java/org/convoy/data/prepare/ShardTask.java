package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.codec.BadImageException;
import org.convoy.data.parquet.ParquetImageWriter;
import org.convoy.data.prepare.ImagePreparation.PreparedImage;
import org.convoy.data.prepare.PrepareOptions.ShardFormat;
import org.convoy.data.prepare.Shard.ShardSummary;

/**
 * Makes shards: of samples that are given, or consecutive ones in the order of the source. Of
 * these, shards that were finished earlier are taken over; the others are made in one pass over
 * their samples, so that an archive which cannot be read from the middle is not read again for each
 * shard.
 */
public record ShardTask(Configuration hadoop, PreparePlan plan, PrepareFolder folder) {
  public ShardTask {
    requireNonNull(hadoop, "hadoop is null");
    requireNonNull(plan, "plan is null");
    requireNonNull(folder, "folder is null");
  }

  /**
   * Makes shards.
   *
   * @param shards in order of split and id
   * @return what is in each, in the same order
   * @throws DataException when the source cannot be read
   * @throws DestinationException when the folder's file system fails
   */
  public List<ShardSummary> run(List<Shard> shards) {
    List<ShardSummary> summaries = new ArrayList<>();
    List<Shard> unfinished = new ArrayList<>();

    for (Shard shard : shards) {
      Optional<ShardSummary> finished = folder.finished(shard);

      if (finished.isPresent() || !continues(unfinished, shard)) {
        summaries.addAll(make(unfinished));
        unfinished.clear();
      }

      finished.ifPresentOrElse(summaries::add, () -> unfinished.add(shard));
    }

    summaries.addAll(make(unfinished));
    return summaries;
  }

  /**
   * Makes a shard.
   *
   * @param samples as many as the shard has, in its order
   * @return what is in it
   */
  public ShardSummary run(Shard shard, Iterator<Sample> samples) {
    try (ImagePreparation preparation = new ImagePreparation(plan.options())) {
      return make(shard, preparation, samples);
    }
  }

  private static boolean continues(List<Shard> run, Shard shard) {
    return run.isEmpty() || run.get(run.size() - 1).isFollowedBy(shard);
  }

  private List<ShardSummary> make(List<Shard> run) {
    if (run.isEmpty()) {
      return List.of();
    }

    ImageDataset source = plan.sources().get(run.get(0).split());
    int to = run.get(run.size() - 1).to();
    List<ShardSummary> summaries = new ArrayList<>();

    try (ImagePreparation preparation = new ImagePreparation(plan.options());
        SampleIterator samples = source.read(hadoop, run.get(0).from(), to)) {
      for (Shard shard : run) {
        summaries.add(make(shard, preparation, samples));
      }
    }

    return summaries;
  }

  private ShardSummary make(Shard shard, ImagePreparation preparation, Iterator<Sample> samples) {
    String attempt = UUID.randomUUID().toString();
    ShardContent content = new ShardContent(shard);

    try {
      ParquetImageWriter writer =
          new ParquetImageWriter(hadoop, folder.attemptFile(attempt), plan.classes());

      try (writer) {
        for (int i = 0; i < shard.size(); i++) {
          content.add(preparation, samples.next(), writer);
        }

        content.declareShape(writer);
      }

      ShardSummary summary = content.summary(folder.length(attempt), writer.sha256());
      folder.accept(shard, attempt, summary);
      return summary;
    } catch (IOException e) {
      throw new DestinationException(folder.location(), "cannot be written, at " + shard.file(), e);
    }
  }

  /** What goes into one shard. */
  private final class ShardContent {
    private final Shard shard;
    private final Statistics.Builder statistics = new Statistics.Builder(plan.classes().size());
    private final Set<ImageShape> shapes = new HashSet<>();

    private ShardContent(Shard shard) {
      this.shard = shard;
    }

    private void add(ImagePreparation preparation, Sample sample, ParquetImageWriter writer)
        throws IOException {
      PreparedImage prepared;

      try {
        prepared = preparation.prepare(sample);
      } catch (BadImageException e) {
        statistics.reject(Rejection.of(shard.split(), sample, e));
        return;
      }

      statistics.add(sample.label(), prepared.shape(), prepared.pixels());
      shapes.add(prepared.shape());
      writer.write(new Sample(sample.id(), sample.label(), prepared.file()));
    }

    private void declareShape(ParquetImageWriter writer) {
      if (plan.options().format() == ShardFormat.PNM && shapes.size() == 1) {
        writer.declareShape(shapes.iterator().next());
      }
    }

    private ShardSummary summary(long bytes, String sha256) {
      return new ShardSummary(shard.file(), bytes, sha256, statistics.build());
    }
  }
}
