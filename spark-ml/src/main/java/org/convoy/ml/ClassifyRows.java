package org.convoy.ml;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;
import org.convoy.data.DataException;
import org.convoy.predict.ClassifyTask;
import org.convoy.predict.Prediction;
import org.convoy.replica.ModelInput;
import org.convoy.replica.Replica;
import org.convoy.replica.ReplicaPool;
import org.convoy.replica.ReplicaSpec;

/**
 * Classifies the rows of one partition in batches, by a pooled replica. Columns are added at the
 * end of each: logits, probabilities, label, class name and, for images that cannot be classified,
 * why.
 *
 * @param model the parameters
 * @param column of the images
 * @param invalid what becomes of rows whose image cannot be classified
 */
record ClassifyRows(
    ClassifyTask task, Broadcast<float[]> model, ImageColumn column, Invalid invalid)
    implements MapPartitionsFunction<Row, Row> {
  /** What becomes of rows whose image cannot be classified; names as Spark ML has them. */
  enum Invalid {
    /** The job fails. */
    ERROR,
    /** They are left out. */
    SKIP,
    /** They have nulls, and the reason. */
    KEEP
  }

  private static final int BATCH_SIZE = 32;

  ClassifyRows {
    requireNonNull(task, "task is null");
    requireNonNull(model, "model is null");
    requireNonNull(column, "column is null");
    requireNonNull(invalid, "invalid is null");
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return rows.hasNext() ? new Classified(rows, TaskReplica.of(task.spec(), model)) : none();
  }

  private static Iterator<Row> none() {
    return Collections.emptyIterator();
  }

  /** A replica with the model's weights, until the task ends. */
  record TaskReplica(ReplicaPool.Loan<ReplicaSpec, Replica> loan)
      implements TaskCompletionListener {
    static Replica of(ReplicaSpec spec, Broadcast<float[]> model) {
      ReplicaPool.Loan<ReplicaSpec, Replica> loan = ReplicaPool.lend(spec);
      TaskContext.get().addTaskCompletionListener(new TaskReplica(loan));
      loan.replica().loadParameters(model.value());
      return loan.replica();
    }

    @Override
    public void onTaskCompletion(TaskContext task) {
      loan.giveBack();
    }
  }

  /** A row with its image as the network takes it, or why there is none. */
  private record Attempt(Row row, FloatBuffer loaded, String problem) {}

  private final class Classified implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Replica replica;
    private final ModelInput input = task.input();
    private final Queue<Row> ready = new ArrayDeque<>();

    private Classified(Iterator<Row> rows, Replica replica) {
      this.rows = rows;
      this.replica = replica;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && rows.hasNext()) {
        classifyNext();
      }

      return !ready.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }

      return ready.remove();
    }

    private void classifyNext() {
      List<Attempt> attempts = new ArrayList<>();
      while (attempts.size() < BATCH_SIZE && rows.hasNext()) {
        attempts.add(attempt(rows.next()));
      }

      List<FloatBuffer> images =
          attempts.stream().filter(one -> one.problem == null).map(Attempt::loaded).toList();
      float[] logits = images.isEmpty() ? new float[0] : logits(images);
      int next = 0;
      for (Attempt attempt : attempts) {
        if (attempt.problem == null) {
          ready.add(classified(attempt.row, logits, next));
          next += 1;
        } else if (invalid == Invalid.KEEP) {
          ready.add(with(attempt.row, null, null, null, null, attempt.problem));
        }
      }
    }

    private Attempt attempt(Row row) {
      try {
        return new Attempt(row, input.read("image", column.image(row)), null);
      } catch (DataException | IllegalArgumentException e) {
        if (invalid == Invalid.ERROR) {
          throw e;
        }

        return new Attempt(row, null, e.getMessage());
      }
    }

    private float[] logits(List<FloatBuffer> images) {
      FloatBuffer batch = replica.input(images.size());
      for (int i = 0; i < images.size(); i++) {
        FloatBuffer image = images.get(i);
        batch.put(i * image.capacity(), image, 0, image.capacity());
      }

      return replica.logits(images.size());
    }

    private Row classified(Row row, float[] logits, int image) {
      int classes = task.description().classes().size();
      float[] own = Arrays.copyOfRange(logits, image * classes, (image + 1) * classes);
      Prediction prediction = Prediction.of(task.description().classes(), own);
      double[] raw = new double[classes];
      Arrays.setAll(raw, label -> own[label]);
      double[] probabilities =
          prediction.probabilities().stream().mapToDouble(Double::doubleValue).toArray();
      return with(
          row,
          Vectors.dense(raw),
          Vectors.dense(probabilities),
          (double) prediction.label(),
          prediction.className(),
          null);
    }

    private static Row with(Row row, Object... added) {
      Object[] values = new Object[row.size() + added.length];
      for (int i = 0; i < row.size(); i++) {
        values[i] = row.get(i);
      }

      System.arraycopy(added, 0, values, row.size(), added.length);
      return RowFactory.create(values);
    }
  }
}
