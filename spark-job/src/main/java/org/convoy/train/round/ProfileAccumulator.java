package org.convoy.train.round;

import static java.util.Objects.requireNonNull;

import org.apache.spark.util.AccumulatorV2;
import org.convoy.nn.kernel.KernelProfile;

/** Where the time of all workers' steps went; what a task that is tried again took counts twice. */
public final class ProfileAccumulator extends AccumulatorV2<KernelProfile, KernelProfile> {
  private static final long serialVersionUID = 1;

  private KernelProfile profile;

  public ProfileAccumulator() {
    this(KernelProfile.EMPTY);
  }

  private ProfileAccumulator(KernelProfile profile) {
    this.profile = requireNonNull(profile, "profile is null");
  }

  @Override
  public boolean isZero() {
    return profile.images() == 0;
  }

  @Override
  public ProfileAccumulator copy() {
    return new ProfileAccumulator(profile);
  }

  @Override
  public void reset() {
    profile = KernelProfile.EMPTY;
  }

  @Override
  public void add(KernelProfile more) {
    profile = profile.plus(more);
  }

  @Override
  public void merge(AccumulatorV2<KernelProfile, KernelProfile> other) {
    add(other.value());
  }

  @Override
  public KernelProfile value() {
    return profile;
  }
}
