package org.convoy.nn.schedule;

/** The way from one learning rate to another, by PyTorch's anneal_strategy. */
public enum Annealing {
  /** Half a period of the cosine: slow at both ends. */
  COS {
    @Override
    double between(double start, double end, double fraction) {
      return end + (start - end) / 2 * (Math.cos(Math.PI * fraction) + 1);
    }
  },
  /** A straight line. */
  LINEAR {
    @Override
    double between(double start, double end, double fraction) {
      return (end - start) * fraction + start;
    }
  };

  abstract double between(double start, double end, double fraction);
}
