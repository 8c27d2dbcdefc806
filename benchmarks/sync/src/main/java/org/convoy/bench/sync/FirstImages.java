package org.convoy.bench.sync;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageShape;
import org.convoy.data.SampleIterator;

/**
 * The first samples of a data set.
 *
 * @param size how many, at most all
 */
record FirstImages(ImageDataset dataset, int size) implements ImageDataset {
  @Override
  public List<String> classes() {
    return dataset.classes();
  }

  @Override
  public Optional<ImageShape> imageShape() {
    return dataset.imageShape();
  }

  @Override
  public int sampleBytes() {
    return dataset.sampleBytes();
  }

  @Override
  public String location() {
    return dataset.location();
  }

  @Override
  public SampleIterator read(Configuration hadoop, int from, int to) {
    return dataset.read(hadoop, from, to);
  }

  @Override
  public String fingerprint(Configuration hadoop) {
    return dataset.fingerprint(hadoop);
  }
}
