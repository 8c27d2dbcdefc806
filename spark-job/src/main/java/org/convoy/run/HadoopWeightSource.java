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
record HadoopWeightSource(String name, long length, FSDataInputStream stream)
    implements WeightSource, Closeable {
  HadoopWeightSource {
    requireNonNull(name, "name is null");
    requireNonNull(stream, "stream is null");
  }

  static HadoopWeightSource open(String location, Configuration hadoop) throws IOException {
    Path path = HadoopFiles.parse(location);
    FileSystem fileSystem = HadoopFiles.of(path, hadoop);
    FileStatus status = fileSystem.getFileStatus(path);
    if (status.isDirectory()) {
      throw new IllegalArgumentException(
          fileSystem.exists(new Path(path, "config.conf"))
              ? "it is a run's folder: name its model.safetensors"
              : "it is a folder, but not a run's, which has a config.conf");
    }

    return new HadoopWeightSource(location, status.getLen(), HadoopFiles.open(path, hadoop));
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
