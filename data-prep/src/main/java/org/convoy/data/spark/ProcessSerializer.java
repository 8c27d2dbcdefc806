package org.convoy.data.spark;

import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;

/**
 * The serializer of {@code spark.serializer} that the process has already. A shuffle without one of
 * its own sends it with each task, which then sets up Kryo anew: several milliseconds a task.
 */
final class ProcessSerializer extends Serializer implements java.io.Serializable {
  @Override
  public SerializerInstance newInstance() {
    return SparkEnv.get().serializer().newInstance();
  }

  @Override
  public boolean supportsRelocationOfSerializedObjects() {
    return SparkEnv.get().serializer().supportsRelocationOfSerializedObjects();
  }
}
