"""The embedded server: shared, private, and whole again after any kind of death."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import psutil
import psycopg
import pytest

from holdfast.wall.postgres import roles, server
from holdfast.wall.postgres.address import Unavailable
from holdfast.wall.postgres.place import ADMIN, APP, OWNER, Place, home

REPOSITORY = Path(__file__).parents[2]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")

running = partial(server.running, durable=False)  # where what was committed last need not be there
NOBODY = 65534
AS_NOBODY = (
    *("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"),
    # The interpreter may lie in root's own folder: an ordinary user who may read it, and nothing more.
    *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"),
)
USE_IT_UNTIL_TOLD = """
import sys
from pathlib import Path
from holdfast.wall.postgres import server
from holdfast.wall.postgres.place import Place
with server.running(Place(Path(sys.argv[1])), durable=False) as place:
    print(server.process(place).pid, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def place() -> Iterator[Place]:
    folder = Path(tempfile.mkdtemp(prefix="hf-"))
    folder.chmod(0o711)
    found = Place(folder / "home")
    yield found
    server.stop(found)
    shutil.rmtree(folder)


def someone_else_uses(place: Place, *, through: Sequence[str] = ()) -> tuple[subprocess.Popen[str], int]:
    """Another process that uses the server until it is told to stop, and the server's process id."""
    other = subprocess.Popen(
        [*through, sys.executable, "-c", USE_IT_UNTIL_TOLD, str(place.home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )
    assert other.stdout
    return other, int(other.stdout.readline())


def works(number: int) -> bool:
    """Whether that process still does anything: one that has ended keeps its number until its parent has looked."""
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def prepare(place: Place) -> None:
    roles.prepare(admin=place.address(ADMIN, "postgres"), owner=place.address(OWNER), app=place.address(APP))


def write(place: Place, word: str) -> None:
    with place.address(OWNER).connect() as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        owner.execute("INSERT INTO kept VALUES (%s)", [word])


def words(place: Place) -> list[str]:
    with place.address(APP).connect() as app:
        return [word for (word,) in app.execute("SELECT word FROM kept ORDER BY word")]


def test_it_stops_when_its_only_user_leaves(place: Place) -> None:
    with running(place):
        assert server.process(place)
    assert server.process(place) is None


def test_what_was_written_is_there_at_the_next_start(place: Place) -> None:
    with running(place):
        prepare(place)
        write(place, "kept")
    with running(place):
        prepare(place)
        assert words(place) == ["kept"]


def test_two_processes_share_one_server_and_the_last_one_out_stops_it(place: Place) -> None:
    with running(place):
        other, its_server = someone_else_uses(place)
        ours = server.process(place)
        assert ours and its_server == ours.pid
    assert server.process(place) == ours
    other.communicate("stop\n", timeout=30)
    assert server.process(place) is None


def test_a_killed_user_does_not_take_the_server_from_the_others(place: Place) -> None:
    with running(place):
        other, _ = someone_else_uses(place)
        other.kill()
        other.communicate()
        prepare(place)
        write(place, "still here")
        assert words(place) == ["still here"]
    assert server.process(place) is None


def test_a_server_left_behind_by_a_killed_user_is_taken_over_and_stopped(place: Place) -> None:
    other, its_server = someone_else_uses(place)
    other.kill()
    other.communicate()
    with running(place):
        found = server.process(place)
        assert found and found.pid == its_server
    assert server.process(place) is None


def test_a_killed_server_is_started_again_with_all_that_was_committed(place: Place) -> None:
    with server.running(place):
        prepare(place)
        write(place, "committed")
        half_way = place.address(OWNER).connect()
        half_way.execute("BEGIN")
        half_way.execute("INSERT INTO kept VALUES ('never committed')")
        dead = server.process(place)
        assert dead
        dead.kill()
        dead.wait(10)
        assert server.ensure_up(place)
        assert words(place) == ["committed"]
        assert not server.ensure_up(place)


def test_a_server_killed_while_a_query_runs_comes_back(place: Place) -> None:
    with server.running(place):
        prepare(place)
        write(place, "committed")
        busy = place.address(APP).connect()
        busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 10000000000)")
        dead = server.process(place)
        assert dead
        dead.send_signal(signal.SIGKILL)
        dead.wait(10)
        assert server.ensure_up(place)
        assert words(place) == ["committed"]


def test_a_pid_file_whose_number_another_program_has_got_is_not_believed(place: Place) -> None:
    with running(place):
        prepare(place)
        write(place, "kept")
    (place.data / "postmaster.pid").write_text(f"{os.getpid()}\n{place.data}\n0\n5432\n\n\n0 0\nready\n")
    with running(place):
        assert words(place) == ["kept"]


def test_a_half_made_cluster_is_made_again(place: Place) -> None:
    place.postgres.mkdir(parents=True)
    (place.postgres / "data.new" / "base").mkdir(parents=True)
    with running(place):
        prepare(place)
        assert roles.unfitness(place.address(APP).connect()) == []


def test_it_listens_on_no_network_and_keeps_data_safely(place: Place) -> None:
    with server.running(place), place.address(ADMIN, "postgres").connect() as admin:
        shown = {
            name: admin.execute(f"SHOW {name}").fetchone() for name in ("listen_addresses", "fsync", "data_checksums")
        }
    assert shown == {"listen_addresses": ("",), "fsync": ("on",), "data_checksums": ("on",)}


def test_nobody_gets_in_without_a_password(place: Place) -> None:
    with running(place), pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(host=str(place.run), user=ADMIN, dbname="postgres", passfile="/dev/null")


def test_passwords_and_socket_are_for_their_owner_only(place: Place) -> None:
    with running(place):
        private = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (place.passwords, place.run, place.data)}
    assert private == {"passwords": 0o600, "run": 0o700, "data": 0o700}


def test_the_folders_above_it_stay_as_closed_as_they_were(place: Place) -> None:
    above = place.home.parent
    before = above.stat().st_mode
    with running(place):
        assert above.stat().st_mode == before


@as_root
def test_root_has_a_user_without_rights_run_it(place: Place) -> None:
    with running(place):
        found = server.process(place)
        assert found and found.username() == "holdfast"


@as_root
def test_an_ordinary_user_runs_it_as_themself() -> None:
    folder = Path(tempfile.mkdtemp(prefix="hf-"))
    os.chown(folder, NOBODY, NOBODY)
    other, its_server = someone_else_uses(Place(folder / "home"), through=AS_NOBODY)
    runs_as = psutil.Process(its_server).uids().effective
    other.communicate("stop\n", timeout=30)
    assert runs_as == NOBODY
    assert not works(its_server)
    shutil.rmtree(folder)


@as_root
def test_a_folder_that_is_not_ours_to_write_is_said_in_a_sentence() -> None:
    folder = Path(tempfile.mkdtemp(prefix="hf-"))
    child = os.fork()
    if child == 0:
        os.setuid(NOBODY)
        try:
            with running(Place(folder / "home")):
                os._exit(1)
        except Unavailable as refusal:
            os._exit(0 if "set HOLDFAST_HOME to a folder of your own" in str(refusal) else 2)
        finally:
            os._exit(3)
    _, status = os.waitpid(child, 0)
    folder.rmdir()
    assert os.waitstatus_to_exitcode(status) == 0


def test_too_little_room_is_said_in_a_sentence(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    room = shutil.disk_usage("/")._replace(free=5 * 2**20)
    monkeypatch.setattr(server.shutil, "disk_usage", lambda _: room)
    with (
        pytest.raises(Unavailable, match=r"Only 5 MB are free .* needs 200 MB: free some space"),
        running(place),
    ):
        pass


def test_each_checkout_has_a_place_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert home({}).parent == Path("/var/lib/holdfast")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert home({}) == REPOSITORY / ".holdfast"
    assert home({"HOLDFAST_HOME": "/srv/holdfast"}) == Path("/srv/holdfast")


def test_a_long_path_gets_a_short_socket() -> None:
    deep = Place(Path("/" + "/".join(["quite-a-long-name"] * 8)))
    assert len(str(deep.run / ".s.PGSQL.5432")) < 104
