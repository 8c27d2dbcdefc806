package org.convoy.bench.libtorch;

import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.convoy.bench.BenchmarkCase;
import org.convoy.bench.Trainer;

/** Trains a network with libtorch on one thread. */
@SuppressWarnings("try") // A PointerScope frees what is made within, without being referred to.
final class LibtorchTrainer implements Trainer {
  private static final long SEED = 1;

  private final Module module = new Module();
  private final Layer network;
  private final SGD optimizer;

  /** Where a batch arrives, NCHW and contiguous. */
  private final Tensor arrivingImages;

  /** What the network reads, in the chosen layout; the same tensor when that is contiguous. */
  private final Tensor images;

  private final Tensor labels;

  /** Float, or what autocast computes with. */
  private final ScalarType type;

  private LibtorchTrainer(
      BenchmarkCase benchmarkCase, int batchSize, MemoryFormat memoryFormat, ScalarType type) {
    this.type = type;
    torch.set_num_threads(1);
    torch.manual_seed(SEED);
    this.network = new Networks(new LayerFactory(module)).build(benchmarkCase);
    setMemoryFormat(memoryFormat);
    this.optimizer = optimizer();
    this.arrivingImages =
        torch.zeros(
            batchSize, benchmarkCase.channels(), benchmarkCase.height(), benchmarkCase.width());
    this.images = arrivingImages.contiguous(memoryFormat);
    this.labels = torch.zeros(batchSize).to(ScalarType.Long);
  }

  /** Makes a trainer whose network keeps its activations and weights in the given layout. */
  static LibtorchTrainer create(
      BenchmarkCase benchmarkCase, int batchSize, MemoryFormat memoryFormat) throws IOException {
    return create(benchmarkCase, batchSize, memoryFormat, ScalarType.Float);
  }

  /** As the other, its forward pass under autocast where the type is not Float. */
  static LibtorchTrainer create(
      BenchmarkCase benchmarkCase, int batchSize, MemoryFormat memoryFormat, ScalarType type)
      throws IOException {
    unpackBeforeLoading();
    return new LibtorchTrainer(benchmarkCase, batchSize, memoryFormat, type);
  }

  /**
   * Unpacks the largest library before JavaCPP loads the first one that needs it; otherwise the
   * very first start finds a libtorch_cpu.so of the system instead, where there is one, and
   * crashes.
   */
  private static void unpackBeforeLoading() throws IOException {
    Loader.cacheResource(
        LibtorchTrainer.class,
        "/org/bytedeco/pytorch/" + Loader.getPlatform() + "/libtorch_cpu.so");
  }

  @Override
  public String version() {
    return "libtorch " + torch.class.getPackage().getImplementationVersion();
  }

  @Override
  public long parameterCount() {
    try (PointerScope scope = new PointerScope()) {
      long count = 0;
      TensorVector parameters = module.parameters();

      for (long i = 0; i < parameters.size(); i++) {
        count += parameters.get(i).numel();
      }

      return count;
    }
  }

  @Override
  public double step(float[] batchImages, int[] batchLabels) {
    try (PointerScope scope = new PointerScope()) {
      load(batchImages, batchLabels);
      optimizer.zero_grad();
      Tensor loss = torch.cross_entropy_loss(logits(), labels);
      loss.backward();
      optimizer.step();
      return loss.item_float();
    }
  }

  /** As {@code with torch.autocast("cpu", dtype)} around the network alone. */
  private Tensor logits() {
    if (type == ScalarType.Float) {
      return network.forward(images);
    }

    torch.set_autocast_dtype(DeviceType.CPU, type);
    torch.set_autocast_enabled(DeviceType.CPU, true);
    try {
      return network.forward(images).to(ScalarType.Float);
    } finally {
      torch.set_autocast_enabled(DeviceType.CPU, false);
      torch.clear_cache();
    }
  }

  private void load(float[] batchImages, int[] batchLabels) {
    arrivingImages.data_ptr_float().put(batchImages);

    if (!images.is_same(arrivingImages)) {
      images.copy_(arrivingImages);
    }

    LongPointer target = labels.data_ptr_long();

    for (int i = 0; i < batchLabels.length; i++) {
      target.put(i, batchLabels[i]);
    }
  }

  private void setMemoryFormat(MemoryFormat memoryFormat) {
    TensorVector parameters = module.parameters();

    for (long i = 0; i < parameters.size(); i++) {
      Tensor parameter = parameters.get(i);

      if (parameter.dim() == 4) {
        parameter.set_data(parameter.contiguous(memoryFormat));
      }
    }
  }

  private SGD optimizer() {
    SGDOptions options = new SGDOptions(LEARNING_RATE);
    options.momentum().put(MOMENTUM);
    options.weight_decay().put(WEIGHT_DECAY);
    return new SGD(module.parameters(), options);
  }
}
