"""`dgsim serve` on a copy of an example, and the programs of this tree run on its file."""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parents[2]
NAME = "segment-data-graph"
CHECKPOINT = "segment_linked_profiles_db"
COMMENT = "Checkpoint tables of Segment's Data Graph"
# What the guide asks for, by kind and name.
GRANTS = {
    ("catalog", "finance"): {"USE_CATALOG"},
    ("catalog", "marketing"): {"USE_CATALOG"},
    ("catalog", "sales"): {"USE_CATALOG", "USE_SCHEMA", "SELECT"},
    ("catalog", CHECKPOINT): {"USE_CATALOG", "CREATE_SCHEMA", "SELECT"},
    ("catalog", "segment_profiles"): {"USE_CATALOG", "USE_SCHEMA", "SELECT"},
    ("schema", "finance.ledger"): {"USE_SCHEMA"},
    ("schema", "marketing.email"): {"USE_SCHEMA", "SELECT"},
    ("schema", "marketing.web"): {"USE_SCHEMA", "SELECT"},
    ("table", "finance.ledger.accounts"): {"SELECT"},
    ("table", "finance.ledger.invoices"): {"SELECT"},
}


class Stack:
    """A folder with a configuration, in which dgctl is run."""

    def __init__(self, bin_folder, folder):
        self.bin = pathlib.Path(bin_folder).resolve()
        self.folder = pathlib.Path(folder)

    def dgctl(self, *arguments, code=0):
        """What it prints on standard output."""
        ended = subprocess.run([self.bin / "dgctl", *arguments], cwd=self.folder, stdin=subprocess.DEVNULL,
                               capture_output=True, text=True, timeout=120)
        if ended.returncode != code:
            sys.exit(f"dgctl {' '.join(arguments)} ended with {ended.returncode}, not {code}\n"
                     f"{ended.stdout}{ended.stderr}")
        return ended.stdout

    def stored(self, name):
        """What a file sink holds."""
        return dict(line.split("=", 1) for line in (self.folder / name).read_text().splitlines() if "=" in line)


class Example(Stack):
    """A copy of an example with its workspace, in a folder of its own."""

    def __init__(self, bin_folder, name, folder):
        super().__init__(bin_folder, folder)
        shutil.copytree(root / "examples" / name, self.folder, dirs_exist_ok=True)

    def log(self):
        ended = subprocess.run([self.bin / "dgsim", "log", "workspace.json", "-o", "json"], cwd=self.folder,
                               check=True, capture_output=True, text=True)
        return json.loads(ended.stdout)

    @contextlib.contextmanager
    def served(self, *options):
        """Yields what the server says of itself, and sees that it ends as it should."""
        server = subprocess.Popen([self.bin / "dgsim", "serve", "workspace.json", *options], cwd=self.folder,
                                  stdout=subprocess.PIPE, text=True)
        try:
            line = server.stdout.readline()
            if not line:
                sys.exit(f"dgsim serve ended with {server.wait(10)} before it listened")
            yield json.loads(line)
        finally:
            server.send_signal(signal.SIGTERM)
            code = server.wait(10)
            server.stdout.close()
        if code != 0:
            sys.exit(f"dgsim serve ended with {code}")


@contextlib.contextmanager
def example(bin_folder, name):
    with tempfile.TemporaryDirectory() as folder:
        yield Example(bin_folder, name, folder)


def clean_environment():
    """No credentials but those that a test names."""
    for name in list(os.environ):
        if name.startswith(("DATABRICKS_", "ARM_", "GOOGLE_", "ACTIONS_ID_TOKEN")):
            del os.environ[name]
    os.environ["DATABRICKS_CONFIG_FILE"] = "/nonexistent"
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        os.environ.pop(name, None)


def same(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what} is {found!r}, not {wanted!r}")


def make_account_admin(example, user):
    """The account's console is asked by its admins alone."""
    path = example.folder / "workspace.json"
    file = json.loads(path.read_text())
    file["users"][user]["account_admin"] = True
    path.write_text(json.dumps(file))


def take_over(guide, client_id):
    """The guide's configuration, for what is there already."""
    path = guide.folder / "dgctl.yml"
    text = path.read_text()
    begin = text.index("    service_principal:\n")
    end = text.index("    checkpoint:")
    path.write_text(text[:begin] + f"""\
    service_principal: {{application_id: {client_id}, name: {NAME}, active: true,
                        entitlements: [databricks-sql-access], assignment: USER}}
    warehouse: {{name: segment, adopt: true}}
""" + text[end:])


def must_say(plan, words):
    if words not in plan:
        sys.exit(f"the plan does not say {words!r}:\n{plan}")
