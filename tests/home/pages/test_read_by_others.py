"""Transcripts and structured data, read by the strictest programs of others: the WebVTT parser of the W3C, and the
types of schema.org (schema-dts) in a TypeScript compiler."""

import json
import re

import pytest
from django.urls import reverse

from home.demo.voices import CODES
from home.models import EpisodePage, PublicPage
from tests.support import needs
from tests.voices import shared

pytestmark = [pytest.mark.long, needs("npm"), pytest.mark.usefixtures("public_site")]

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_every_transcript_is_webvtt_to_the_letter(client, tool, tmp_path, world):
    voice, _token, _held = shared(world)
    addresses = [reverse("episode_transcript", args=[episode.pk]) for episode in EpisodePage.objects.heard()]
    codes = [*CODES.values(), voice.code]
    addresses += [f"/k/{code}/{language}.vtt" for code in codes for language in ("da", "en")]
    assert len(addresses) == 4 + 2 * 8
    files = {}
    for number, address in enumerate(addresses):
        answer = client.get(address)
        assert answer.status_code == 200, address
        file = tmp_path / f"{number}.vtt"
        file.write_bytes(answer.content)
        files[str(file)] = address
    # That the parser is as strict as it is said to be.
    wrong = {"backwards": "00:00:03.000 --> 00:00:01.000\nHej\n", "header": "Kind: captions\n"}
    for name, words in wrong.items():
        (tmp_path / name).write_text(f"WEBVTT\n{'' if name == 'header' else chr(10)}{words}")
    done = tool("node", "strict_vtt.js", *files, *(tmp_path / name for name in wrong))
    assert done.returncode == 0, done.stderr
    said = {file: problems for file, problems in json.loads(done.stdout).items() if problems}
    assert {file.rpartition("/")[2] for file in said if file not in files} == set(wrong)
    assert not {files[file]: problems for file, problems in said.items() if file in files}


def _typed(values: list[dict]) -> str:
    kinds = sorted({one["@type"] for one in values})
    lines = [f'import type {{ {", ".join(kinds)}, WithContext }} from "schema-dts";']
    for number, one in enumerate(values):
        told = json.dumps(one, ensure_ascii=False, indent=1)
        lines.append(f"export const value{number}: WithContext<{one['@type']}> = {told};")
    return "\n".join(lines)


def test_structured_data_has_the_types_of_schema_org(client, tool):
    episode = EpisodePage.objects.filter(locale__language_code="da").first()
    episode.may_be_embedded = True
    episode.save_revision().publish()
    addresses = [page.url for page in PublicPage.objects.live()]
    addresses += [f"{before}/k/{code}" for code in CODES.values() for before in ("", "/en")]
    values = [json.loads(found) for one in addresses for found in DATA.findall(client.get(one).content.decode())]
    kinds = {one["@type"] for one in values}
    assert {"PodcastEpisode", "PodcastSeries", "Quotation", "NewsArticle", "WebSite", "BreadcrumbList"} <= kinds
    assert "Review" not in json.dumps(values)
    assert len(values) >= len(addresses) - 2
    flags = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext"]
    (tool.folder / "said.ts").write_text(_typed(values))
    done = tool("tsc", *flags, "said.ts")
    assert done.returncode == 0, done.stdout[:4000]
    # That the compiler knows what does not belong there.
    wrong = [{**values[0], "kindness": 1}, {"@context": "https://schema.org", "@type": "Quotation", "text": 5}]
    (tool.folder / "wrong.ts").write_text(_typed(wrong))
    refused = tool("tsc", *flags, "wrong.ts").stdout
    assert "kindness" in refused
    assert len(re.findall(r"^wrong\.ts.* error ", refused, re.MULTILINE)) == 2
