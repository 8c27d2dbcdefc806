package org.convoy.dl4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.nd4j.common.loader.Source;

/** Data sets in files on any Hadoop file system, read by DL4J's loaders. */
record LoadedFiles(
    Broadcast<SerializableConfiguration> hadoop,
    DataSetLoader loader,
    MultiDataSetLoader multiLoader)
    implements Serializable {
  /** One of the loaders is null. */
  static LoadedFiles of(
      JavaSparkContext spark, DataSetLoader loader, MultiDataSetLoader multiLoader) {
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    return new LoadedFiles(spark.broadcast(hadoop), loader, multiLoader);
  }

  /** On an executor. */
  byte[] encode(String path) throws IOException {
    Source source = new HadoopSource(path, hadoop.value().value());
    return EncodedExamples.encode(
        loader == null ? multiLoader.load(source) : loader.load(source).toMultiDataSet());
  }

  /** Frees what the executors were sent. */
  void destroy() {
    hadoop.destroy();
  }

  private record HadoopSource(String path, Configuration hadoop) implements Source {
    @Override
    public InputStream getInputStream() throws IOException {
      Path file = new Path(path);
      return file.getFileSystem(hadoop).open(file);
    }

    @Override
    public String getPath() {
      return path;
    }
  }
}
