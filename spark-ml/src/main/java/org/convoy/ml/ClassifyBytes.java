package org.convoy.ml;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.util.TaskCompletionListener;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.ml.ClassifyRows.TaskReplica;
import org.convoy.predict.ClassifyTask;
import org.convoy.predict.Prediction;
import org.convoy.replica.Replica;

/** Classifies one image file's bytes; a task keeps its replica to its end. */
record ClassifyBytes(ClassifyTask task, Broadcast<float[]> model) implements UDF1<byte[], String> {
  private static final Map<Key, Replica> OF_TASKS = new ConcurrentHashMap<>();

  ClassifyBytes {
    requireNonNull(task, "task is null");
    requireNonNull(model, "model is null");
  }

  /** Of a task that uses this model. */
  private record Key(long attempt, long model) {}

  @Override
  public String call(byte[] content) {
    if (content == null) {
      return null;
    }

    try {
      FloatBuffer image = task.input().read("image", new EncodedImage("image", content));
      return className(image);
    } catch (DataException e) {
      return null;
    }
  }

  private String className(FloatBuffer image) {
    Replica replica = replica();
    replica.input(1).put(0, image, 0, image.capacity());
    return Prediction.of(task.description().classes(), replica.logits(1)).className();
  }

  private Replica replica() {
    TaskContext context = TaskContext.get();
    Key key = new Key(context.taskAttemptId(), model.id());
    return OF_TASKS.computeIfAbsent(
        key,
        unknown -> {
          Replica replica = TaskReplica.of(task.spec(), model);
          context.addTaskCompletionListener((TaskCompletionListener) ended -> OF_TASKS.remove(key));
          return replica;
        });
  }
}
