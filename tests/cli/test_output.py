import json

from voipmon.cli.output import print_json


def test_one_document_with_any_letters(capsys):
    print_json({"name": "Zoë", "n": 1})
    text = capsys.readouterr().out
    assert json.loads(text) == {"name": "Zoë", "n": 1}
    assert "Zoë" in text
