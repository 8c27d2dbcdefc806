package org.convoy.data.parquet;

import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;

/** Makes rows out of column values; while it skips, it copies no bytes. */
final class ImageRowMaterializer extends RecordMaterializer<ImageRow> {
  private final ImageRow row = new ImageRow();
  private final GroupConverter root;
  private boolean skipping;

  ImageRowMaterializer(MessageType projection) {
    root = new RowConverter(projection);
  }

  void skip(boolean skip) {
    skipping = skip;
  }

  @Override
  public ImageRow getCurrentRecord() {
    return row;
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  private Converter converter(String name) {
    return switch (name) {
      case ImageColumns.BYTES -> new BytesConverter();
      case ImageColumns.PATH -> new PathConverter();
      default -> new LabelConverter();
    };
  }

  private final class RowConverter extends GroupConverter {
    private final Converter[] fields;

    private RowConverter(MessageType projection) {
      fields =
          projection.getFields().stream()
              .map(
                  type ->
                      type.isPrimitive()
                          ? converter(type.getName())
                          : new StructConverter(type.asGroupType()))
              .toArray(Converter[]::new);
    }

    @Override
    public Converter getConverter(int field) {
      return fields[field];
    }

    @Override
    public void start() {
      row.clear();
    }

    @Override
    public void end() {}
  }

  private final class StructConverter extends GroupConverter {
    private final Converter[] fields;

    private StructConverter(GroupType struct) {
      fields =
          struct.getFields().stream()
              .map(type -> converter(type.getName()))
              .toArray(Converter[]::new);
    }

    @Override
    public Converter getConverter(int field) {
      return fields[field];
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }

  private final class BytesConverter extends PrimitiveConverter {
    @Override
    public void addBinary(Binary value) {
      if (!skipping) {
        row.bytes = value.getBytes();
      }
    }
  }

  private final class PathConverter extends PrimitiveConverter {
    @Override
    public void addBinary(Binary value) {
      if (!skipping) {
        row.path = value.toStringUsingUTF8();
      }
    }
  }

  private final class LabelConverter extends PrimitiveConverter {
    @Override
    public void addInt(int value) {
      row.label = (long) value;
    }

    @Override
    public void addLong(long value) {
      row.label = value;
    }
  }
}
