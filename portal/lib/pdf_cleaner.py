"""Cleans one PDF, from standard input to standard output: pages alone are written anew. With "draw": pictures of its pages.

A process of its own with little memory, little time and nothing in its environment, for what it reads came from outside.
Run by portal/lib/pdfs.py by its path; imports nothing of ours. The exit codes are its answers.
"""

import io
import sys
from contextlib import suppress

LOCKED, TOO_MUCH, DAMAGED = 3, 4, 5
MOST_PAGES = 50
MOST_OBJECTS = 20_000
MOST_ITEMS = 50_000  # of one list or dictionary
MOST_UNPACKED = 16 * 1024**2  # bytes of one stream
MOST_PIXELS = 40_000_000  # of one picture
MEMORY = 400 * 1024**2
SECONDS = 20
KEPT_OF_PAGE = {
    "/Type",
    "/Parent",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/UserUnit",
    "/Resources",
    "/Contents",
    "/Group",
}
KEPT_OF_RESOURCES = {"/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/ProcSet"}
# Of a stream: files within the file, another file's page, a print shop's picture, a programme.
NOT_OF_A_STREAM = ("/AF", "/EF", "/Ref", "/OPI", "/Alternates", "/PieceInfo", "/Metadata", "/JS", "/AA", "/A")
LARGE_PICTURE = 600_000  # bytes of a JPEG inside that is worth drawing smaller
MOST_DOTS = 2_400


class Refused(Exception):
    pass


def main(wish):
    limit_process()
    return draw() if wish == ["draw"] else clean()


def draw():
    """Each page as a JPEG, its length in four bytes before it."""
    import pypdfium2

    try:
        for page in pypdfium2.PdfDocument(sys.stdin.buffer.read()):
            picture = io.BytesIO()
            page.render(scale=MOST_DOTS / max(page.get_size())).to_pil().convert("RGB").save(
                picture, "JPEG", quality=75
            )
            sys.stdout.buffer.write(picture.tell().to_bytes(4, "big") + picture.getvalue())
    except Exception:
        return DAMAGED
    return 0


def clean():
    import pikepdf

    pikepdf.settings.set_qpdf_limits(
        parser_max_container_size=MOST_ITEMS,
        doc_max_warnings=1_000,
        flate_max_memory=MOST_UNPACKED,
        png_max_memory=MOST_UNPACKED,
        tiff_max_memory=MOST_UNPACKED,
        run_length_max_memory=MOST_UNPACKED,
        dct_max_memory=MOST_UNPACKED,
    )
    content = io.BytesIO(sys.stdin.buffer.read())
    try:
        sys.stdout.buffer.write(cleaned(pikepdf, content))
    except pikepdf.PasswordError:
        return LOCKED
    except Refused as refusal:
        return refusal.args[0]
    except Exception:
        return DAMAGED
    return 0


def limit_process():
    import resource

    limits = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: SECONDS, resource.RLIMIT_CORE: 0}
    for what, most in limits.items():
        with suppress(ValueError, OSError):  # macOS knows no limit of memory
            resource.setrlimit(what, (most, most))


def cleaned(pikepdf, content):
    with pikepdf.open(content) as source, pikepdf.new() as clean:
        if source.is_encrypted:
            raise Refused(LOCKED)
        if len(source.objects) > MOST_OBJECTS or len(source.pages) > MOST_PAGES:
            raise Refused(TOO_MUCH)
        if not len(source.pages):
            raise Refused(DAMAGED)
        # What was written into a form or stamped on a page becomes part of the page.
        source.generate_appearance_streams()
        source.flatten_annotations("screen")
        clean.pages.extend(source.pages)
        for page in clean.pages:
            keep_only(page.obj, KEPT_OF_PAGE)
            bare(page.obj)
            unpacked = page.obj.Contents if "/Contents" in page.obj else []
            for part in unpacked if isinstance(unpacked, pikepdf.Array) else [unpacked]:
                if isinstance(part, pikepdf.Stream):
                    part.read_bytes()  # raises beyond MOST_UNPACKED
        for one in clean.objects:
            if isinstance(one, pikepdf.Stream):
                strip(pikepdf, one)
        written = io.BytesIO()
        clean.remove_unreferenced_resources()
        clean.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return written.getvalue()


def keep_only(dictionary, names):
    for name in set(dictionary.keys()) - names:
        del dictionary[name]


def bare(one):
    if "/Resources" in one:
        keep_only(one.Resources, KEPT_OF_RESOURCES)


def strip(pikepdf, stream):
    for name in NOT_OF_A_STREAM:
        if name in stream:
            del stream[name]
    kind = stream.get("/Subtype")
    if kind == "/Form" or stream.get("/PatternType") == 1:
        bare(stream)
    elif kind == "/Image":
        if int(stream.Width) * int(stream.Height) > MOST_PIXELS:
            raise Refused(TOO_MUCH)
        with suppress(OSError, ValueError, SyntaxError):  # it stays as it is
            shrink(pikepdf, stream)
    elif kind == "/PS" or stream.get("/Type") == "/EmbeddedFile":
        stream.write(b"")


def shrink(pikepdf, stream):
    """Draw a large photo smaller. What is coloured in a way of its own, or cut out, stays as it is."""
    raw = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    is_jpeg = filters == "/DCTDecode" or (isinstance(filters, pikepdf.Array) and list(filters) == ["/DCTDecode"])
    is_odd = {"/Decode", "/DecodeParms", "/Mask"} & set(stream.keys())
    if len(raw) < LARGE_PICTURE or not is_jpeg or is_odd:
        return
    from PIL import Image

    picture = Image.open(io.BytesIO(raw), formats=["JPEG"])
    if picture.mode not in {"L", "RGB"} or max(picture.size) <= MOST_DOTS:
        return
    share = MOST_DOTS / max(picture.size)
    picture.draft(None, (round(picture.width * share), round(picture.height * share)))
    picture.thumbnail((MOST_DOTS, MOST_DOTS), reducing_gap=2.0)
    drawn = io.BytesIO()
    picture.save(drawn, "JPEG", quality=75, optimize=True)
    if drawn.tell() < len(raw):
        stream.write(drawn.getvalue(), filter=pikepdf.Name.DCTDecode)
        stream.Width, stream.Height = picture.size


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
