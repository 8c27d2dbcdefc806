"""Writes the Parquet files of TestForeignParquet with pyarrow, a writer that shares no code with ours.

Row i of a file holds the bytes "NAME i " repeated i % 7 + 1 times, the path "NAME/i.png" and the
label i % 3. Usage: python3 write.py
"""

import json

import pyarrow as pa
import pyarrow.parquet as pq

STRUCT = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
FEATURES = {
    "info": {
        "features": {
            "image": {"_type": "Image"},
            "label": {"names": ["ant", "bee", "cat"], "_type": "ClassLabel"},
        }
    }
}
METADATA = {"huggingface": json.dumps(FEATURES)}


def rows(name, first, count):
    numbers = range(first, first + count)
    images = [
        {"bytes": f"{name} {i} ".encode() * (i % 7 + 1), "path": f"{name}/{i}.png"}
        for i in numbers
    ]
    return images, [i % 3 for i in numbers]


def write(file, images, labels, metadata=None, label=pa.int64(), names=("image", "label"), **options):
    schema = pa.schema([(names[0], STRUCT), (names[1], label)], metadata)
    table = pa.Table.from_arrays([pa.array(images, STRUCT), pa.array(labels, label)], schema=schema)
    pq.write_table(table, file, **options)


for codec in ("none", "snappy", "zstd", "gzip"):
    write(f"{codec}.parquet", *rows(codec, 0, 40), METADATA, compression=codec, row_group_size=16)

for part in (0, 1):
    write(
        f"hub-train-{part}.parquet", *rows("hub", 25 * part, 25), METADATA,
        compression="snappy", row_group_size=10,
    )

write(
    "plain.parquet", *rows("plain", 0, 20), label=pa.int32(), names=("img", "fine_label"),
    write_statistics=False, use_dictionary=False, data_page_version="2.0", data_page_size=64,
)
write("no-bytes.parquet", [{"bytes": None, "path": "a/b.png"}], [0])
write("no-image.parquet", [None], [0])
write("no-label.parquet", *[rows("no-label", 0, 2)[0], [0, None]])
write("negative-label.parquet", *[rows("negative-label", 0, 2)[0], [-1, -1]])
write("other-columns.parquet", *rows("x", 0, 2), names=("picture", "label"))
write("label-too-great.parquet", rows("x", 0, 2)[0], [0, 3], METADATA)
pq.write_table(pa.table({"image": ["a.png"], "label": [0]}), "image-is-text.parquet")
pq.write_table(
    pa.table({"image": pa.array(rows("x", 0, 1)[0], STRUCT), "label": ["cat"]}), "label-is-text.parquet"
)
