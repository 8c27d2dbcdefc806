package org.convoy.run;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convoy.data.HadoopFiles;
import org.convoy.weights.WeightSource;

/** A file of weights on any Hadoop file system. */
final class HadoopWeightSource implements WeightSource, Closeable {
  private final String name;
  private final long length;
  private final FSDataInputStream stream;

  private HadoopWeightSource(String name, long length, FSDataInputStream stream) {
    this.name = requireNonNull(name, "name is null");
    this.length = length;
    this.stream = requireNonNull(stream, "stream is null");
  }

  static HadoopWeightSource open(String location, Configuration hadoop) throws IOException {
    Path path = HadoopFiles.parse(location);
    FileSystem fileSystem = HadoopFiles.of(path, hadoop);
    FileStatus status = fileSystem.getFileStatus(path);
    if (status.isDirectory()) {
      throw new IllegalArgumentException(
          "it is a folder, not a file of weights such as the model.safetensors of a run");
    }

    return new HadoopWeightSource(location, status.getLen(), HadoopFiles.open(path, hadoop));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void read(long position, byte[] into) throws IOException {
    stream.readFully(position, into);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
