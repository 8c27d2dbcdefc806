package org.convoy.train;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.apache.spark.serializer.KryoRegistrator;
import org.convoy.data.spark.DataKryoRegistrator;
import org.convoy.train.state.ModelState;
import org.convoy.train.state.Tally;
import org.convoy.train.sync.ReplicaResult;
import org.convoy.train.sync.WorkerSeconds;

/** Names the types that travel between driver and executors; no others may. */
public final class ConvoyKryoRegistrator implements KryoRegistrator {
  @Override
  public void registerClasses(Kryo kryo) {
    new DataKryoRegistrator().registerClasses(kryo);
    kryo.register(ModelState.class, new ModelStateSerializer());
    kryo.register(ModelState[].class);
    kryo.register(Tally.class, new TallySerializer());
    kryo.register(Tally[].class);
    kryo.register(ReplicaResult.class, new ReplicaResultSerializer());
    kryo.register(ReplicaResult[].class);
  }

  /** Writes the vectors in chunks of bytes; Kryo's own way is one float at a time. */
  private static final class ModelStateSerializer extends Serializer<ModelState> {
    private static final int CHUNK = 1 << 14;

    @Override
    public void write(Kryo kryo, Output output, ModelState state) {
      writeVector(output, state.parameters());
      writeVector(output, state.optimizerState());
    }

    @Override
    public ModelState read(Kryo kryo, Input input, Class<ModelState> type) {
      return new ModelState(readVector(input), readVector(input));
    }

    private static void writeVector(Output output, float[] vector) {
      output.writeInt(vector.length);
      byte[] chunk = new byte[CHUNK * Float.BYTES];
      FloatBuffer floats = floats(chunk);
      for (int from = 0; from < vector.length; from += CHUNK) {
        int length = Math.min(CHUNK, vector.length - from);
        floats.put(0, vector, from, length);
        output.writeBytes(chunk, 0, length * Float.BYTES);
      }
    }

    private static float[] readVector(Input input) {
      float[] vector = new float[input.readInt()];
      byte[] chunk = new byte[CHUNK * Float.BYTES];
      FloatBuffer floats = floats(chunk);
      for (int from = 0; from < vector.length; from += CHUNK) {
        int length = Math.min(CHUNK, vector.length - from);
        input.readBytes(chunk, 0, length * Float.BYTES);
        floats.get(0, vector, from, length);
      }

      return vector;
    }

    private static FloatBuffer floats(byte[] bytes) {
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
  }

  private static final class TallySerializer extends Serializer<Tally> {
    @Override
    public void write(Kryo kryo, Output output, Tally tally) {
      output.writeLong(tally.samples());
      output.writeDouble(tally.lossSum());
      output.writeLong(tally.correct());
    }

    @Override
    public Tally read(Kryo kryo, Input input, Class<Tally> type) {
      return new Tally(input.readLong(), input.readDouble(), input.readLong());
    }
  }

  private static final class ReplicaResultSerializer extends Serializer<ReplicaResult> {
    @Override
    public void write(Kryo kryo, Output output, ReplicaResult result) {
      output.writeInt(result.worker());
      kryo.writeObject(output, result.model());
      kryo.writeObject(output, result.tally());
      output.writeDouble(result.seconds().data());
      output.writeDouble(result.seconds().train());
    }

    @Override
    public ReplicaResult read(Kryo kryo, Input input, Class<ReplicaResult> type) {
      return new ReplicaResult(
          input.readInt(),
          kryo.readObject(input, ModelState.class),
          kryo.readObject(input, Tally.class),
          new WorkerSeconds(input.readDouble(), input.readDouble()));
    }
  }
}
