"""What others wrote, fetched by the ordinary client of its registry into a folder that is kept."""
import importlib.util
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77


def skip(what, why):
    """ctest calls this code skipped."""
    print(f"skipped: {what}: {why}")
    sys.exit(SKIPPED)


def pip(what):
    """The pip of this Python, or the one on the path."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    found = shutil.which("pip3")
    if not found:
        skip(what, "there is no pip")
    return [found]


def fetched(what, cache, command, pin):
    """The folder into which `command`, with the folder behind it, fetched `pin`; never half of it."""
    name = pin.lstrip("@").replace("/", "-").replace("==", "-").replace("@", "-")
    folder = pathlib.Path(cache).resolve() / f"{name}-{sys.version_info.major}.{sys.version_info.minor}"
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        target = pathlib.Path(work) / "all"
        target.mkdir()
        try:
            ended = subprocess.run([*command, str(target), pin], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   text=True, timeout=300)
        except subprocess.TimeoutExpired:
            skip(what, f"{pin} was not fetched within 5 minutes")
        if ended.returncode != 0:
            skip(what, f"{pin} could not be fetched\n{ended.stdout}")
        try:
            target.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another test has fetched it meanwhile
                raise
    return folder


def python_package(what, cache, pin):
    return fetched(what, cache, [*pip(what), "install", "--disable-pip-version-check", "--no-input", "--quiet",
                                 "--retries", "1", "--only-binary", ":all:", "--target"], pin)


def node_package(what, cache, pin):
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        skip(what, "there is no npm or no node")
    return fetched(what, cache, [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries",
                                 "1", "--prefix"], pin)
