package org.convoy.data;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What was found where a data set lies.
 *
 * @param labelled the splits whose images have labels; of an undivided data set all of it is the
 *     training split
 * @param names what each split is called there, those without labels too; none for an undivided
 *     data set
 * @param remarks what a user should know of it, such as what is not used; each a sentence without
 *     its full stop
 */
public record DatasetSplits(
    Map<Split, ? extends ImageDataset> labelled, Map<Split, String> names, List<String> remarks) {
  public DatasetSplits {
    labelled = labelled.isEmpty() ? Map.of() : new EnumMap<>(labelled);
    names = names.isEmpty() ? Map.of() : new EnumMap<>(names);
    remarks = List.copyOf(remarks);
  }

  /** Whether there are splits at all. */
  public boolean isDivided() {
    return !names.isEmpty();
  }
}
