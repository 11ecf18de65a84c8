"""Style sheets are joined, names are hashed through modules, and daphne's side serves them for ever."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import FileSystemStorage
from django.test import override_settings

from config.static import BundledStaticFilesStorage, UnjoinableImport, join_style_sheet, without_comments


def joined(files: dict[str, str], name: str = "community/css/site.css") -> str:
    return join_style_sheet(name, files.__getitem__)


def test_imports_stand_in_their_order_and_depth():
    text = joined(
        {
            "community/css/site.css": '@import url(tokens.css);\n@import "parts/all.css";\nbody { margin: 0 }',
            "community/css/tokens.css": ":root { --a: 1 }",
            "community/css/parts/all.css": "/* @import url(gone.css); */ @import url('one.css');\n.two { x: y }",
            "community/css/parts/one.css": ".one { x: y }",
        }
    )
    assert text == ":root { --a: 1 }\n.one { x: y }\n.two { x: y }\nbody { margin: 0 }\n"


def test_a_script_is_fetched_without_its_comments_and_says_the_same():
    script = '// Why.\nconst a = "// no comment"; // stays\n  /** What. */\n  /*\n   * More.\n   */\nconst b = `x`;\n'
    assert without_comments(script) == 'const a = "// no comment"; // stays\nconst b = `x`;\n'


def test_addresses_in_a_part_are_rewritten_to_where_the_whole_stands():
    text = joined(
        {
            "community/css/site.css": "@import url(parts/a.css);",
            "community/css/parts/a.css": ".a { src: url(../../fonts/f.woff2); b: url('data:x'); c: url(/static/d) }",
        }
    )
    assert 'url("../fonts/f.woff2")' in text
    assert "url('data:x')" in text
    assert "url(/static/d)" in text


def test_a_layer_is_kept():
    files = {"community/css/site.css": "@import url(a.css) layer(base);", "community/css/a.css": ".a { x: y }"}
    assert joined(files) == "@layer base {\n.a { x: y }\n}\n"


@pytest.mark.parametrize("line", ['@import url("https://x.example/a.css");', "@import url(a.css) print;"])
def test_what_cannot_be_joined_is_refused(line):
    with pytest.raises(UnjoinableImport):
        joined({"community/css/site.css": line, "community/css/a.css": ""})


def test_a_circle_is_refused():
    files = {"community/css/site.css": "@import url(a.css);", "community/css/a.css": "@import url(site.css);"}
    with pytest.raises(UnjoinableImport):
        joined(files)


@pytest.fixture
def collect(tmp_path):
    """Collect a folder of files as collectstatic would, and give what stands under each hashed name."""

    def run(files: dict[str, str]) -> tuple[BundledStaticFilesStorage, Path]:
        source, target = tmp_path / "source", tmp_path / "target"
        for name, text in files.items():
            for folder in (source, target):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(text)
        with override_settings(STATIC_ROOT=target):
            storage = BundledStaticFilesStorage(location=target, base_url="/static/")
            paths = {name: (FileSystemStorage(source), name) for name in files}
            for name, _, processed in storage.post_process(paths):
                assert not isinstance(processed, Exception), (name, processed)
        return storage, target

    return run


def test_modules_import_each_other_by_hashed_names(collect):
    storage, target = collect(
        {
            "community/js/app.js": 'import { a } from "./controllers/a.js";\nimport("./late.js");\n',
            "community/js/controllers/a.js": 'export { a } from "../vendor/a.js";\nb ??= import("../late.js");\n',
            "community/js/vendor/a.js": "export const a = 1;\n",
            "community/js/late.js": "export {};\n",
        }
    )
    app = (target / storage.stored_name("community/js/app.js")).read_text()
    assert re.search(r'from "\./controllers/a\.[0-9a-f]{12}\.js"', app)
    assert re.search(r'import\("\./late\.[0-9a-f]{12}\.js"\)', app)
    named = re.search(r"controllers/(a\.[0-9a-f]{12}\.js)", app)[1]
    controller = (target / "community/js/controllers" / named).read_text()
    assert re.search(r'"\.\./vendor/a\.[0-9a-f]{12}\.js"', controller)
    assert re.search(r'import\("\.\./late\.[0-9a-f]{12}\.js"\)', controller)


def test_a_style_sheet_is_one_compressed_file_of_hashed_names(collect):
    storage, target = collect(
        {
            "community/css/site.css": "@import url(parts/a.css);",
            "community/css/parts/a.css": ".a { background: url(../../a.svg) }\n" * 30,
            "community/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        }
    )
    name = storage.stored_name("community/css/site.css")
    text = (target / name).read_text()
    assert "@import" not in text
    assert re.search(r"url\(\"\.\./a\.[0-9a-f]{12}\.svg\"\)", text)
    assert (target / f"{name}.br").exists()
    assert (target / f"{name}.gz").exists()


def test_our_own_style_sheets_can_be_joined():
    """Every style sheet of the project, so that a bad import is found here and not at the next start."""
    files = {
        name: Path(storage.path(name))
        for finder in get_finders()
        for name, storage in finder.list([])
        if name.endswith(".css")
    }
    text = join_style_sheet("community/css/site.css", lambda name: files[name].read_text())
    assert "@import" not in text
    assert len(text) > 10_000


async def test_hashed_files_are_served_before_django_and_kept_for_ever(tmp_path):
    from servestatic import ServeStaticASGI

    from config.static import add_static_headers

    (tmp_path / "a.0123456789ab.css").write_text("a{}")
    (tmp_path / "plain.css").write_text("b{}")

    async def pages(scope, receive, send):
        raise AssertionError("The file was to be served without Django.")

    server = ServeStaticASGI(
        pages, root=tmp_path, prefix="/static/", allow_all_origins=False, add_headers_function=add_static_headers
    )

    async def get(path):
        sent = []

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
        await server(scope, None, send)
        return sent[0]["status"], dict(sent[0]["headers"])

    status, headers = await get("/static/a.0123456789ab.css")
    assert status == 200
    assert b"immutable" in headers[b"cache-control"]
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert b"access-control-allow-origin" not in headers
    assert b"immutable" not in (await get("/static/plain.css"))[1][b"cache-control"]
