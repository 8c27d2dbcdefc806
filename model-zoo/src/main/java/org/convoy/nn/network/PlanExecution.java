package org.convoy.nn.network;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.NativeThreads;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.Plan;
import org.convoy.nn.kernel.onednn.StepTimes;
import org.convoy.nn.kernel.onednn.plan.Implementation;
import org.convoy.nn.kernel.onednn.plan.PlanMemory;
import org.convoy.nn.loss.Loss;
import org.convoy.nn.loss.LossValue;
import org.convoy.nn.loss.Targets;
import org.convoy.nn.op.OperationNode;

/** Replays oneDNN plans, one for each batch size and mode, made when they are first needed. */
final class PlanExecution implements Execution {
  private static final int MOST_PLANS = 8;

  private final Precision precision;
  private final List<OperationNode> nodes;
  private final List<OperationNode> evaluatedNodes;
  private final List<Integer> inputShape;
  private final Loss loss;
  private final PlanMemory memory;
  private final Map<Integer, Plan> trainingPlans = new LinkedHashMap<>();
  private final Map<Integer, Plan> evaluationPlans = new LinkedHashMap<>();
  private StepTimes times;

  PlanExecution(NetworkBlueprint blueprint, Precision precision, PlanMemory memory) {
    this.precision = precision;
    this.nodes = blueprint.operations();
    this.evaluatedNodes = blueprint.evaluatedOperations();
    this.inputShape = blueprint.inputShape();
    this.loss = blueprint.outputs().loss().loss();
    this.memory = memory;
  }

  /**
   * Plans a small batch, so that what cannot run is known from the start; of two examples, because
   * batch normalization may refuse one.
   *
   * @throws UnsupportedOperationException if oneDNN cannot run a layer
   */
  void checkSupported() {
    NativeThreads.useOne();
    Plan.training(nodes, inputShape, 2, precision, memory).close();
  }

  @Override
  public FloatBuffer input(int batchSize) {
    return memory.input(
        inputShape.stream().mapToLong(Integer::longValue).reduce(batchSize, Math::multiplyExact));
  }

  @Override
  public StepMetrics forwardBackward(Targets targets, long seed) {
    NativeThreads.useOne();
    Plan plan = training(targets.examples());
    plan.time(times);
    LossValue value = loss.of(copy(plan.forward(seed)), targets);
    FloatBuffer gradient = plan.logitsGradient();
    double[] values = value.gradient();
    for (int i = 0; i < values.length; i++) {
      gradient.put(i, (float) values[i]);
    }

    plan.backward(seed);
    return StepMetrics.of(targets, value);
  }

  @Override
  public double[] logits(int batchSize) {
    NativeThreads.useOne();
    return copy(evaluation(batchSize).forward(0));
  }

  @Override
  public void time(StepTimes added) {
    times = added;
  }

  @Override
  public boolean isPrepared(int batchSize) {
    return trainingPlans.containsKey(batchSize);
  }

  private static double[] copy(FloatBuffer output) {
    double[] values = new double[output.capacity()];
    for (int i = 0; i < values.length; i++) {
      values[i] = output.get(i);
    }

    return values;
  }

  @Override
  public KernelChoice kernels() {
    return new KernelChoice(Backend.ONEDNN, KernelBackend.instructionSet(), precision);
  }

  /** What runs each pass of each layer for this batch size, training first, then evaluation. */
  List<Implementation> implementations(int batchSize) {
    NativeThreads.useOne();
    List<Implementation> all = new ArrayList<>(training(batchSize).implementations());
    all.addAll(evaluation(batchSize).implementations());
    return all;
  }

  private Plan training(int batchSize) {
    return plan(
        trainingPlans,
        batchSize,
        size -> Plan.training(nodes, inputShape, size, precision, memory));
  }

  private Plan evaluation(int batchSize) {
    return plan(
        evaluationPlans,
        batchSize,
        size -> Plan.evaluation(evaluatedNodes, inputShape, size, precision, memory));
  }

  private static Plan plan(Map<Integer, Plan> plans, int batchSize, IntFunction<Plan> making) {
    Plan plan = plans.remove(batchSize);
    if (plan == null) {
      plan = making.apply(batchSize);
      dropOldest(plans);
    }

    plans.put(batchSize, plan);
    return plan;
  }

  private static void dropOldest(Map<Integer, Plan> plans) {
    if (plans.size() >= MOST_PLANS) {
      plans.remove(plans.keySet().iterator().next()).close();
    }
  }

  @Override
  public void close() {
    trainingPlans.values().forEach(Plan::close);
    evaluationPlans.values().forEach(Plan::close);
    memory.close();
  }
}
