package org.convoy.weights;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convoy.weights.PickleValue.Storage;

/**
 * Reads a pickle of plain values and of what {@code torch.save} makes of tensors, without running
 * any of the code that it may name. Values come out as {@link Map}, {@link List}, {@link String},
 * {@link Long}, {@link BigInteger}, {@link Double}, {@link Boolean}, null, bytes, and {@link
 * PickleValue}. See CPython's pickletools for the opcodes.
 *
 * <p>Each opcode makes at most one value, so that the memory taken is bounded by the pickle's
 * length.
 */
final class PickleReader {
  private static final int HIGHEST_PROTOCOL = 5;
  private static final int LONGEST_NUMBER = 255;

  private final PickleInput input;
  private final Deque<List<Object>> marked = new ArrayDeque<>();
  private final Map<Long, Object> memo = new HashMap<>();
  private final Map<String, Storage> storages = new LinkedHashMap<>();
  private List<Object> stack = new ArrayList<>();

  PickleReader(PickleInput input) {
    this.input = requireNonNull(input, "input is null");
  }

  /** The value of the pickle, which ends with its STOP. */
  Object read() throws IOException {
    for (int opcode = input.unsignedByte(); opcode != '.'; opcode = input.unsignedByte()) {
      execute(opcode);
    }

    return pop();
  }

  /** All storages that were named so far, by their keys. */
  Map<String, Storage> storages() {
    return storages;
  }

  private void execute(int opcode) throws IOException {
    switch (opcode) {
      case 0x80 -> requireKnownProtocol(input.unsignedByte());
      case 0x95 -> input.signedLong(); // FRAME: a hint for buffering
      case '(' -> mark();
      case '0' -> pop();
      case '1' -> popMark();
      case 'q' -> memo.put((long) input.unsignedByte(), top());
      case 'r' -> memo.put(input.unsignedInt(), top());
      case 0x94 -> memo.put((long) memo.size(), top());
      case 'h' -> push(memorized(input.unsignedByte()));
      case 'j' -> push(memorized(input.unsignedInt()));
      case 'c' -> push(TorchGlobals.of(input.line(), input.line(), input));
      case 0x93 -> pushStackGlobal();
      case 'R', 0x81 -> reduce();
      case 0x92 -> reduceWithNames();
      case 'b' -> build();
      case 'Q' -> pushStorage();
      default -> executeCollection(opcode);
    }
  }

  private void executeCollection(int opcode) throws IOException {
    switch (opcode) {
      case ')' -> push(List.of());
      case 't', 0x91 -> push(tuple(popMark()));
      case 0x85 -> push(tuple(popLast(1)));
      case 0x86 -> push(tuple(popLast(2)));
      case 0x87 -> push(tuple(popLast(3)));
      case ']', 0x8f -> push(new ArrayList<>());
      case 'l' -> push(popMark());
      case 'a' -> append(popLast(1));
      case 'e', 0x90 -> append(popMark());
      case '}' -> push(new LinkedHashMap<>());
      case 'd' -> pushDictionary(popMark());
      case 's' -> put(popLast(2));
      case 'u' -> put(popMark());
      default -> executeScalar(opcode);
    }
  }

  private void executeScalar(int opcode) throws IOException {
    switch (opcode) {
      case 'N' -> push(null);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) input.signedInt());
      case 'K' -> push((long) input.unsignedByte());
      case 'M' -> push((long) input.unsignedShort());
      case 0x8a -> push(number(input.unsignedByte()));
      case 'G' -> push(input.bigEndianDouble());
      case 'X' -> push(input.text(input.unsignedInt()));
      case 'T' -> push(input.text(input.signedInt()));
      case 'U', 0x8c -> push(input.text(input.unsignedByte()));
      case 0x8d -> push(input.text(input.signedLong()));
      case 0x8e, 0x96 -> push(input.bytes(input.signedLong()));
      case 'B' -> push(input.bytes(input.unsignedInt()));
      case 'C' -> push(input.bytes(input.unsignedByte()));
      default -> throw input.problem("opcode 0x%02x is not one that is read".formatted(opcode));
    }
  }

  private void requireKnownProtocol(int protocol) {
    if (protocol > HIGHEST_PROTOCOL) {
      throw input.problem("protocol " + protocol + " is not known");
    }
  }

  private void pushStackGlobal() {
    List<Object> names = popLast(2);
    if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
      throw input.problem("a global without a name");
    }

    push(TorchGlobals.of(module, name, input));
  }

  private void pushStorage() {
    Object value = TorchGlobals.persistent(pop(), input);
    if (!(value instanceof Storage storage)) {
      push(value);
      return;
    }

    Storage before = storages.putIfAbsent(storage.key(), storage);
    if (before != null && !before.equals(storage)) {
      throw input.problem("storage %s is %s, then %s".formatted(storage.key(), before, storage));
    }

    push(storage);
  }

  private void reduce() {
    List<Object> call = popLast(2);
    push(TorchGlobals.call(call.get(0), call.get(1), input));
  }

  /** Keyword arguments are those of classes that are not looked into. */
  private void reduceWithNames() {
    pop();
    reduce();
  }

  /** State of an ordered dictionary, such as its _metadata, or of what is not looked into. */
  private void build() {
    pop();
    if (!(top() instanceof Map || top() instanceof PickleValue.Opaque)) {
      throw input.problem("state is given to " + TorchGlobals.describe(top()));
    }
  }

  private Object number(int length) throws IOException {
    if (length > LONGEST_NUMBER) {
      throw input.problem("a number of " + length + " bytes");
    }

    BigInteger number = input.number(length);
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private Object memorized(long key) {
    if (!memo.containsKey(key)) {
      throw input.problem("nothing was memorized as " + key);
    }

    return memo.get(key);
  }

  @SuppressWarnings("unchecked") // lists of a pickle hold anything
  private void append(List<Object> items) {
    if (top() instanceof PickleValue.Opaque) {
      return;
    }

    if (!(top() instanceof ArrayList)) {
      throw input.problem("items are appended to " + TorchGlobals.describe(top()));
    }

    ((Collection<Object>) top()).addAll(items);
  }

  private void pushDictionary(List<Object> items) {
    push(new LinkedHashMap<>());
    put(items);
  }

  /** Adds keys and values in turn to the map on the stack; to a counter they are no matter. */
  @SuppressWarnings("unchecked") // maps of a pickle hold anything
  private void put(List<Object> items) {
    if (items.size() % 2 != 0) {
      throw input.problem("a key without a value");
    }

    if (top() instanceof PickleValue.Opaque) {
      return;
    }

    if (!(top() instanceof LinkedHashMap)) {
      throw input.problem("keys are put into " + TorchGlobals.describe(top()));
    }

    for (int i = 0; i < items.size(); i += 2) {
      ((Map<Object, Object>) top()).put(key(items.get(i)), items.get(i + 1));
    }
  }

  /** Others are not asked for, and need not be told apart. */
  private static Object key(Object key) {
    boolean isPlain =
        key instanceof String
            || key instanceof Long
            || key instanceof Double
            || key instanceof Boolean;
    return isPlain ? key : new PickleValue.Opaque(TorchGlobals.describe(key));
  }

  private static List<Object> tuple(List<Object> items) {
    return Collections.unmodifiableList(items);
  }

  private void mark() {
    marked.push(stack);
    stack = new ArrayList<>();
  }

  private List<Object> popMark() {
    if (marked.isEmpty()) {
      throw input.problem("there is no mark to go back to");
    }

    List<Object> items = stack;
    stack = marked.pop();
    return items;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object pop() {
    return popLast(1).get(0);
  }

  private List<Object> popLast(int count) {
    if (stack.size() < count) {
      throw input.problem("the stack has only " + stack.size() + " values");
    }

    List<Object> last = stack.subList(stack.size() - count, stack.size());
    List<Object> items = new ArrayList<>(last);
    last.clear();
    return items;
  }

  private Object top() {
    if (stack.isEmpty()) {
      throw input.problem("the stack is empty");
    }

    return stack.get(stack.size() - 1);
  }
}
