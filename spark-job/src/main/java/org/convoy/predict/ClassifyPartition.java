package org.convoy.predict;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convoy.state.ModelState;

/** One partition's part of a classification, as a Spark task. */
public record ClassifyPartition(
    ClassifyTask task, Broadcast<ModelState> model, Broadcast<SerializableConfiguration> hadoop)
    implements FlatMapFunction<Iterator<String>, ImagePrediction> {
  public ClassifyPartition {
    requireNonNull(task, "task is null");
    requireNonNull(model, "model is null");
    requireNonNull(hadoop, "hadoop is null");
  }

  @Override
  public Iterator<ImagePrediction> call(Iterator<String> images) {
    List<String> all = new ArrayList<>();
    images.forEachRemaining(all::add);
    List<ImagePrediction> results = new ArrayList<>();
    task.run(all, model.value().parameters(), hadoop.value().value(), results::add);
    return results.iterator();
  }
}
