"""Times rensa on the texts of the bench `copies`: candidates only, nothing verified.

python3 -m venv rensa-env && rensa-env/bin/pip install rensa
rensa-env/bin/python crates/kernels/benches/copies_rensa.py ../shared/data/text/telegram_ru_news.jsonl
"""

import json
import re
import sys
import time
import unicodedata

from rensa import RMinHash, RMinHashLSH

LINK = re.compile(r"https?://\S+|www\.\S+")
MENTION = re.compile(r"@\w+")


def spelled(text):
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(MENTION.sub(" ", LINK.sub(" ", text)).split())


with open(sys.argv[1], encoding="utf-8") as lines:
    posts = [json.loads(line)["message"] or "" for line in lines]
begin = time.process_time()
texts = [text for text in map(spelled, posts) if len(text) >= 30]
ready = time.process_time()
index = RMinHashLSH(threshold=0.7, num_perm=128, num_bands=16)
hashes = []
for number, text in enumerate(texts):
    grams = list({text[at : at + 5] for at in range(len(text) - 4)})
    minhash = RMinHash(num_perm=128, seed=42)
    minhash.update(grams)
    hashes.append(minhash)
    index.insert(number, minhash)
candidates = sum(len(index.query(minhash)) - 1 for minhash in hashes) // 2
end = time.process_time()
print(
    f"rensa: {len(texts)} texts, {candidates} candidates, spelling {ready - begin:.2f} CPU s, "
    f"hashes and candidates {end - ready:.2f} CPU s"
)
