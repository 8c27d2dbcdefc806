package org.convoy.nn.kernel.onednn.op;

import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.op.Activation;

/**
 * An activation as oneDNN knows it.
 *
 * @param code of the algorithm
 * @param readsOutput true if the backward pass reads the output, false if it reads the input
 */
record EltwiseAlgorithm(int code, double alpha, double beta, boolean readsOutput) {
  private static final Map<Activation, EltwiseAlgorithm> WITHOUT_SETTINGS =
      Map.of(
          new Activation.Sigmoid(), byOutput(dnnl.dnnl_eltwise_logistic_use_dst_for_bwd, 0, 0),
          new Activation.Tanh(), byOutput(dnnl.dnnl_eltwise_tanh_use_dst_for_bwd, 0, 0),
          new Activation.ReLU6(), byOutput(dnnl.dnnl_eltwise_clip_v2_use_dst_for_bwd, 0, 6),
          new Activation.GELU(), byInput(dnnl.dnnl_eltwise_gelu_erf, 0, 0),
          new Activation.TanhGELU(), byInput(dnnl.dnnl_eltwise_gelu_tanh, 0, 0),
          new Activation.SiLU(), byInput(dnnl.dnnl_eltwise_swish, 1, 0),
          new Activation.Hardswish(), byInput(dnnl.dnnl_eltwise_hardswish, 1.0 / 6, 0.5),
          new Activation.Hardsigmoid(), byInput(dnnl.dnnl_eltwise_hardsigmoid, 1.0 / 6, 0.5));

  static EltwiseAlgorithm of(Activation function) {
    if (function instanceof Activation.LeakyReLU leaky) {
      return leaky.negativeSlope() >= 0
          ? byOutput(dnnl.dnnl_eltwise_relu_use_dst_for_bwd, leaky.negativeSlope(), 0)
          : byInput(dnnl.dnnl_eltwise_relu, leaky.negativeSlope(), 0);
    }

    if (function instanceof Activation.ELU elu) {
      return elu.alpha() >= 0
          ? byOutput(dnnl.dnnl_eltwise_elu_use_dst_for_bwd, elu.alpha(), 0)
          : byInput(dnnl.dnnl_eltwise_elu, elu.alpha(), 0);
    }

    EltwiseAlgorithm known = WITHOUT_SETTINGS.get(function);
    if (known == null) {
      // One that is new, and not planned yet: layers run one by one, or the network is refused.
      throw new UnsupportedOperationException("oneDNN has no " + function);
    }

    return known;
  }

  private static EltwiseAlgorithm byOutput(int code, double alpha, double beta) {
    return new EltwiseAlgorithm(code, alpha, beta, true);
  }

  private static EltwiseAlgorithm byInput(int code, double alpha, double beta) {
    return new EltwiseAlgorithm(code, alpha, beta, false);
  }
}
