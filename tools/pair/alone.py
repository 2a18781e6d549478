import subprocess
import sys
from importlib import invalidate_caches
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

SITE = "https://concurrency-measured.github.io/concurrency-measured/"
sys.path.append(str(Path("concurrency-measured-workshop", "notebooks").resolve()))
needed = ("lab", "matplotlib", "numpy", "requests", "tqdm")
if missing := [name for name in needed if not find_spec(name)]:
    print("This notebook is alone here. It needs:", *missing)
    if input("Get that from the internet, into this folder? yes or no: ").lower() == "yes":
        if missing[0] == "lab":
            with urlopen(f"{SITE}concurrency-measured-workshop.zip", timeout=60) as answer:
                ZipFile(BytesIO(answer.read())).extractall()
        command = [sys.executable, "-m", "pip", "install", "--quiet", *needed[1:]]
        subprocess.run(command, check=True)
        invalidate_caches()
    else:
        print(f"Then take the zip from {SITE} and open the notebook that is in it.")
