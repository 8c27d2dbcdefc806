package org.convoy.dl4j;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.NativeThreads;
import org.convoy.nn.loss.Targets;
import org.convoy.nn.network.Network;
import org.convoy.nn.network.StepMetrics;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;

/**
 * A ComputationGraph of Convoy's own layers: its passes are Convoy's, its update is DL4J's, as the
 * graph's configuration says.
 */
final class PlannedReplica implements Replica {
  private final Network convoy;
  private final ComputationGraph graph;
  private final Gradient gradient;
  private final int inputElements;

  PlannedReplica(Network network) {
    convoy = network;
    graph = network.graph();
    gradient = views(graph);
    inputElements = network.inputShape().stream().reduce(1, Math::multiplyExact);
  }

  /** The flat gradient, with a view for each parameter under the name that the updater expects. */
  private static Gradient views(ComputationGraph graph) {
    Gradient gradient = new DefaultGradient(graph.getFlattenedGradients());
    for (Layer layer : graph.getLayers()) {
      if (layer.numParams() > 0) {
        layer
            .conf()
            .getLayer()
            .initializer()
            .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray())
            .forEach(
                (name, view) ->
                    gradient.setGradientFor(
                        layer.conf().getLayer().getLayerName() + "_" + name, view, 'c'));
      }
    }

    return gradient;
  }

  /** What makes the same arithmetic elsewhere. */
  KernelChoice pinnedKernels() {
    return convoy.pinnedKernels();
  }

  @Override
  public Model network() {
    return graph;
  }

  @Override
  public double step(List<byte[]> rows, ExampleLayout layout, StepNumber number, long seed) {
    NativeThreads.useOne();
    BatchArrays.copy(rows, 0, features(layout), convoy.input(rows.size()));
    StepMetrics metrics = convoy.computeGradients(targets(rows, layout), seed);
    graph
        .getUpdater(true)
        .update(
            gradient,
            number.iteration(),
            number.epoch(),
            rows.size(),
            LayerWorkspaceMgr.noWorkspaces());
    graph.params().subi(graph.getFlattenedGradients().reshape(graph.params().shape()));
    graph.applyConstraints(number.iteration(), number.epoch());
    return metrics.loss();
  }

  private int features(ExampleLayout layout) {
    int found = layout.arrays().get(0).elements();
    if (found != inputElements) {
      throw new IllegalArgumentException(
          "The network's input is %s, but the features of the examples are %s"
              .formatted(convoy.inputShape(), layout.arrays().get(0).shape()));
    }

    return found;
  }

  private Targets targets(List<byte[]> rows, ExampleLayout layout) {
    int outputs = layout.arrays().get(1).elements();
    float[] labels = new float[rows.size() * outputs];
    BatchArrays.copy(rows, inputElements * Float.BYTES, outputs, FloatBuffer.wrap(labels));
    if (outputs == 1 && convoy.classes() > 1) {
      int[] classes = new int[labels.length];
      for (int i = 0; i < classes.length; i++) {
        classes[i] = (int) labels[i];
      }

      return Targets.ofClasses(classes);
    }

    return Targets.ofValues(labels, outputs);
  }

  @Override
  public void close() {
    convoy.close();
  }
}
