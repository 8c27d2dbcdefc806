package org.convoy.train.round;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.convoy.nn.kernel.KernelProfile;
import org.convoy.nn.kernel.KernelTime;
import org.convoy.nn.kernel.Precision;
import org.convoy.replica.Replica;

/**
 * What rounds are watched for, besides what they report anyway.
 *
 * @param profile where the time of their steps goes is added here; null where nobody asked
 * @param gradients how they are spread is left here; null likewise
 */
public record Observations(ProfileAccumulator profile, GradientSample gradients)
    implements Serializable {
  /** Nobody asked for anything. */
  public static final Observations NONE = new Observations(null, null);

  public Observations with(ProfileAccumulator other) {
    return new Observations(other, gradients);
  }

  public Observations with(GradientSample other) {
    return new Observations(profile, other);
  }

  void begin(Replica replica) {
    if (profile != null) {
      replica.startProfile();
    }
  }

  /** When a worker has made all steps of a round, of at least one. */
  void end(Replica replica, RoundSteps steps, int worker, long dataNanos) {
    if (profile != null) {
      profile.add(replica.takeProfile().plus(waiting(dataNanos)));
    }

    if (gradients != null && gradients.wants(steps, worker)) {
      gradients.add(replica.gradientHistograms());
    }
  }

  private static KernelProfile waiting(long nanos) {
    String precision = Precision.F32.settingName();
    KernelTime data = new KernelTime("data", "wait", "java", precision, nanos / 1e9, 0);
    return new KernelProfile(0, List.of(data), Map.of());
  }
}
