package org.convoy.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.convoy.weights.PickleValue.Global;
import org.convoy.weights.PickleValue.Opaque;
import org.convoy.weights.PickleValue.Storage;
import org.convoy.weights.PickleValue.View;

/** The functions and classes that a PyTorch pickle may name, and what calling them gives here. */
final class TorchGlobals {
  private static final Map<String, DataType> STORAGES =
      Map.ofEntries(
          Map.entry("torch.FloatStorage", DataType.F32),
          Map.entry("torch.DoubleStorage", DataType.F64),
          Map.entry("torch.HalfStorage", DataType.F16),
          Map.entry("torch.BFloat16Storage", DataType.BF16),
          Map.entry("torch.LongStorage", DataType.I64),
          Map.entry("torch.IntStorage", DataType.I32),
          Map.entry("torch.ShortStorage", DataType.I16),
          Map.entry("torch.CharStorage", DataType.I8),
          Map.entry("torch.ByteStorage", DataType.U8),
          Map.entry("torch.BoolStorage", DataType.BOOL));

  private static final String ORDERED_DICT = "collections.OrderedDict";
  private static final String SIZE = "torch.Size";
  private static final String REBUILD_TENSOR = "torch._utils._rebuild_tensor_v2";
  private static final Set<String> RECONSTRUCTORS =
      Set.of("copyreg._reconstructor", "copy_reg._reconstructor");
  private static final String REBUILD_PARAMETER = "torch._utils._rebuild_parameter";

  /**
   * Modules whose functions do something else than make values. Nothing of a file is run, but a
   * file that asks for them is not what it says it is, and people should know.
   */
  private static final Pattern MEDDLING =
      Pattern.compile(
          "(os|posix|nt|sys|subprocess|_?posixsubprocess|shutil|socket|pty|ctypes|importlib|runpy"
              + "|webbrowser|marshal|timeit|pdb|code|builtins|__builtin__)(\\..*)?");

  /** What Python calls modules and classes. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.<>]+");

  /** Python's own, by the module's name in Python 3 or, in old protocols, Python 2. */
  private static final Pattern BUILTIN =
      Pattern.compile(
          "(builtins|__builtin__)\\."
              + "(bool|bytearray|complex|dict|float|frozenset|getattr|int|list|object|set|slice|str"
              + "|tuple|type|x?range|Ellipsis|NotImplemented|\\w+(Error|Exception))");

  private static final int MOST_DIMENSIONS = 64;

  private TorchGlobals() {}

  /**
   * A name that a pickle may have. What it stands for is not looked into, and only missed where it
   * is in the place of tensors.
   *
   * @throws WeightFormatException when it is none, or means that the file does something else than
   *     keep values
   */
  static Global of(String module, String name, PickleInput input) {
    Global global = new Global(module, name);
    boolean isBuiltin = BUILTIN.matcher(global.fullName()).matches();
    boolean isMeddling = !isBuiltin && MEDDLING.matcher(module).matches();
    if (isMeddling || !NAME.matcher(global.fullName()).matches()) {
      throw input.problem(refused(global.fullName()));
    }

    return global;
  }

  /** What is said of a class or a function whose values are not made. */
  static String refused(String name) {
    return "refused to load %s: only tensors and plain values are read, no code is run.%s"
        .formatted(name, advice(name));
  }

  private static String advice(String module) {
    boolean isModule = module.startsWith("torchvision.") || module.startsWith("torch.nn.");
    return isModule
        ? " The file holds a whole module: save its state_dict() in its place"
        : " Save the state_dict() alone";
  }

  /** The value of a call, whose arguments are a tuple. */
  static Object call(Object callable, Object arguments, PickleInput input) {
    if (callable instanceof Opaque) {
      return callable;
    }

    if (!(callable instanceof Global global) || !(arguments instanceof List<?> list)) {
      throw input.problem("%s is called".formatted(describe(callable)));
    }

    String name = global.fullName();
    boolean takesOpaque = !list.isEmpty() && list.get(0) instanceof Opaque;
    if (takesOpaque && Set.of(REBUILD_TENSOR, REBUILD_PARAMETER).contains(name)) {
      return new Opaque(name); // of a storage of another type
    }

    return switch (name) {
      case ORDERED_DICT -> orderedDict(list, input);
      case SIZE -> argument(list, 0, List.class, input);
      case REBUILD_TENSOR -> view(list, input);
      case REBUILD_PARAMETER -> argument(list, 0, View.class, input);
      default -> new Opaque(made(name, list));
    };
  }

  private static String made(String name, List<?> arguments) {
    return RECONSTRUCTORS.contains(name) && !arguments.isEmpty()
        ? describe(arguments.get(0))
        : name;
  }

  /** Python 2 gave the items as a list of pairs. */
  private static Map<Object, Object> orderedDict(List<?> arguments, PickleInput input) {
    Map<Object, Object> items = new LinkedHashMap<>();
    if (arguments.isEmpty()) {
      return items;
    }

    for (Object item : argument(arguments, 0, List.class, input)) {
      boolean isPair =
          item instanceof List<?> pair && pair.size() == 2 && pair.get(0) instanceof String;
      if (!isPair) {
        throw input.problem("an OrderedDict of something else than names and values");
      }

      items.put(((List<?>) item).get(0), ((List<?>) item).get(1));
    }

    return items;
  }

  /**
   * The storage that a persistent id names: ('storage', type, key, location, elements); opaque if
   * its type is none of ours.
   */
  static Object persistent(Object id, PickleInput input) {
    if (!(id instanceof List<?> parts) || parts.size() < 5 || !"storage".equals(parts.get(0))) {
      throw input.problem("a persistent id that is no storage");
    }

    if (parts.size() > 5 && parts.get(5) != null) {
      throw input.problem("a storage that is a view of another");
    }

    Global type = argument(parts, 1, Global.class, input);
    DataType dataType = STORAGES.get(type.fullName());
    if (dataType == null) {
      return new Opaque(type.fullName());
    }

    long elements = argument(parts, 4, Long.class, input);
    if (elements < 0 || elements > Long.MAX_VALUE / dataType.bytes()) {
      throw input.problem("a storage of %d elements".formatted(elements));
    }

    return new Storage(dataType, argument(parts, 2, String.class, input), elements);
  }

  /** Arguments: storage, offset, size, stride, requires_grad, backward_hooks. */
  private static View view(List<?> arguments, PickleInput input) {
    View view =
        new View(
            argument(arguments, 0, Storage.class, input),
            argument(arguments, 1, Long.class, input),
            numbers(argument(arguments, 2, List.class, input), input),
            numbers(argument(arguments, 3, List.class, input), input));
    if (view.shape().size() != view.strides().size() || view.shape().size() > MOST_DIMENSIONS) {
      throw input.problem("shape %s with strides %s".formatted(view.shape(), view.strides()));
    }

    requireInside(view, input);
    return view;
  }

  private static void requireInside(View view, PickleInput input) {
    long available = view.storage().elements();
    try {
      long last = view.offset();
      for (int i = 0; i < view.shape().size(); i++) {
        long steps = Math.max(0, view.shape().get(i) - 1);
        last = Math.addExact(last, Math.multiplyExact(steps, view.strides().get(i)));
      }

      long elements = view.elements();
      boolean inside = view.offset() >= 0 && elements <= available && last < available;
      if (elements == 0 || inside) {
        return;
      }
    } catch (ArithmeticException e) {
      // Told below: whatever overflows is not inside.
    }

    throw input.problem(
        "a tensor of shape %s, strides %s from element %d does not fit its storage of %d"
            .formatted(view.shape(), view.strides(), view.offset(), available));
  }

  private static List<Long> numbers(List<?> values, PickleInput input) {
    boolean valid = values.stream().allMatch(value -> value instanceof Long n && n >= 0);
    if (!valid) {
      throw input.problem("a shape or strides that are no whole numbers from 0");
    }

    return values.stream().map(Long.class::cast).toList();
  }

  private static <T> T argument(List<?> values, int index, Class<T> type, PickleInput input) {
    Object value = index < values.size() ? values.get(index) : null;
    if (!type.isInstance(value)) {
      throw input.problem(
          "%s in the place of a %s".formatted(describe(value), type.getSimpleName()));
    }

    return type.cast(value);
  }

  /** What a value is, without what is in it, which has no end if it contains itself. */
  static String describe(Object value) {
    if (value instanceof Global global) {
      return global.fullName();
    }

    if (value instanceof List<?>) {
      return "a list or a tuple";
    }

    return value instanceof View
        ? "a tensor"
        : value == null ? "None" : "a " + value.getClass().getSimpleName();
  }
}
