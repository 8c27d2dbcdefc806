package org.convoy.golden.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.convoy.golden.reference.GoldenArguments;
import org.convoy.nn.optimizer.Adadelta;
import org.convoy.nn.optimizer.Adagrad;
import org.convoy.nn.optimizer.Adam;
import org.convoy.nn.optimizer.AdamW;
import org.convoy.nn.optimizer.Clipping;
import org.convoy.nn.optimizer.ElementwiseOptimizer;
import org.convoy.nn.optimizer.Maximizing;
import org.convoy.nn.optimizer.NAdam;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.ParameterGroup;
import org.convoy.nn.optimizer.Regularization;
import org.convoy.nn.optimizer.RmsProp;
import org.convoy.nn.optimizer.Sgd;

/** Makes optimizers by PyTorch's arguments. */
final class Optimizers {
  static final List<String> NAMES =
      List.of("SGD", "Adam", "AdamW", "NAdam", "Adagrad", "Adadelta", "RMSprop");

  /** Parameter groups: objects of arguments, and "length", how many parameters, from the first. */
  static final String GROUPS = "groups";

  private Optimizers() {}

  static Optimizer of(String op, GoldenArguments arguments) {
    // How PyTorch computes, not what.
    List.of("foreach", "capturable", "differentiable", "fused").forEach(arguments::has);
    List<ParameterGroup> groups = new ArrayList<>();
    for (JsonNode group : arguments.objects(GROUPS)) {
      groups.add(group(op, arguments, arguments.with(group), groups.size()));
    }

    Optimizer optimizer =
        minimizing(op, arguments).with(groups, Regularization.NONE, Clipping.NONE);
    return arguments.flag("maximize", false) ? new Maximizing(optimizer) : optimizer;
  }

  private static ParameterGroup group(
      String op, GoldenArguments all, GoldenArguments own, int number) {
    return new ParameterGroup(
        Set.of(groupName(number)),
        minimizing(op, own),
        learningRate(op, own) / learningRate(op, all));
  }

  /** What the parameter of a group is called. */
  static String groupName(int number) {
    return number + ".weight";
  }

  static double learningRate(String op, GoldenArguments arguments) {
    return switch (op) {
      case "Adam", "AdamW" -> arguments.number("lr", 1e-3);
      case "NAdam" -> arguments.number("lr", 2e-3);
      case "Adagrad", "RMSprop" -> arguments.number("lr", 1e-2);
      case "Adadelta" -> arguments.number("lr", 1);
      default -> arguments.number("lr");
    };
  }

  private static ElementwiseOptimizer minimizing(String op, GoldenArguments arguments) {
    double weightDecay = arguments.number("weight_decay", op.equals("AdamW") ? 1e-2 : 0);
    return switch (op) {
      case "SGD" -> sgd(arguments, weightDecay);
      case "Adam" -> adam(arguments, weightDecay);
      case "AdamW" -> adamW(arguments, weightDecay);
      case "NAdam" -> nadam(arguments, weightDecay);
      case "Adagrad" -> adagrad(arguments, weightDecay);
      case "Adadelta" ->
          new Adadelta(arguments.number("rho", 0.9), arguments.number("eps", 1e-6), weightDecay);
      default -> rmsProp(arguments, weightDecay);
    };
  }

  private static Sgd sgd(GoldenArguments arguments, double weightDecay) {
    return new Sgd(
        arguments.number("momentum", 0),
        arguments.number("dampening", 0),
        weightDecay,
        arguments.flag("nesterov", false));
  }

  private static Adam adam(GoldenArguments arguments, double weightDecay) {
    return new Adam(
        beta(arguments, 0),
        beta(arguments, 1),
        arguments.number("eps", 1e-8),
        weightDecay,
        arguments.flag("amsgrad", false));
  }

  private static AdamW adamW(GoldenArguments arguments, double weightDecay) {
    return new AdamW(
        beta(arguments, 0),
        beta(arguments, 1),
        arguments.number("eps", 1e-8),
        weightDecay,
        arguments.flag("amsgrad", false));
  }

  private static NAdam nadam(GoldenArguments arguments, double weightDecay) {
    return new NAdam(
        beta(arguments, 0),
        beta(arguments, 1),
        arguments.number("eps", 1e-8),
        weightDecay,
        arguments.number("momentum_decay", 4e-3));
  }

  private static Adagrad adagrad(GoldenArguments arguments, double weightDecay) {
    return new Adagrad(
        arguments.number("lr_decay", 0),
        weightDecay,
        arguments.number("initial_accumulator_value", 0),
        arguments.number("eps", 1e-10));
  }

  private static RmsProp rmsProp(GoldenArguments arguments, double weightDecay) {
    return new RmsProp(
        arguments.number("alpha", 0.99),
        arguments.number("eps", 1e-8),
        weightDecay,
        arguments.number("momentum", 0),
        arguments.flag("centered", false));
  }

  private static double beta(GoldenArguments arguments, int index) {
    List<Double> betas = arguments.numbers("betas", List.of(0.9, 0.999));
    if (betas.size() != 2) {
      throw new IllegalArgumentException("betas must be two numbers, they are " + betas);
    }

    return betas.get(index);
  }
}
