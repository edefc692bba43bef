"""The console of real programs: everything is recorded, and the terminal is as it was."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.sdk.capture.conftest import Seen, recorded_in

pytestmark = pytest.mark.skipif(os.name != "posix", reason="file descriptors are tapped on POSIX")


def test_prints_of_python_of_c_and_of_children_are_recorded_in_order(captured: Callable[[str], Seen]) -> None:
    seen = captured("""
        import ctypes
        print("before")
        capture.start()
        print("from python", flush=True)
        os.write(1, b"from os.write\\n")
        libc = ctypes.CDLL(None)
        libc.puts(b"from c")
        libc.fflush(None)
        subprocess.run(["echo", "from a child"])
        print("to stderr", file=sys.stderr)
        print("at the end")
        capture.stop()
        print("after")
    """)
    inside = ["from python", "from os.write", "from c", "from a child", "at the end"]
    assert seen.lines("stdout") == inside
    assert seen.lines("stderr") == ["to stderr"]
    assert seen.stdout.splitlines() == ["before", *inside, "after"]
    assert seen.stderr == "to stderr\n"


def test_a_terminal_stays_a_terminal(captured_in_terminal: Callable[[str], Seen]) -> None:
    seen = captured_in_terminal("""
        capture.start()
        print(sys.stdout.isatty(), sys.stderr.isatty(), tuple(os.get_terminal_size(1)))
        subprocess.run([sys.executable, "-c", "import sys; print(sys.stdout.isatty())"])
        capture.stop()
        print(sys.stdout.isatty())
    """)
    assert seen.stdout.splitlines() == ["True True (101, 33)", "True", "True"]
    assert seen.lines("stdout") == ["True True (101, 33)", "True"]


def test_both_streams_keep_their_order_in_one_terminal(captured_in_terminal: Callable[[str], Seen]) -> None:
    seen = captured_in_terminal("""
        capture.start()
        for i in range(500):
            print("out", i)
            print("err", i, file=sys.stderr)
        capture.stop()
    """)
    expected = [f"{name} {i}" for i in range(500) for name in ("out", "err")]
    assert seen.stdout.splitlines() == expected
    assert [line for _, line in seen.recorded] == expected


def test_a_progress_bar_is_one_line(captured: Callable[[str], Seen]) -> None:
    seen = captured("""
        capture.start()
        for i in range(1001):
            print(f"\\r{i / 10:.0f}% |{'#' * (i // 100)}", end="", file=sys.stderr)
        print(file=sys.stderr)
        capture.stop()
    """)
    assert seen.lines("stderr") == ["100% |##########"]
    assert seen.stderr.count("\r") == 1001


def test_the_unfinished_last_line_is_recorded(captured: Callable[[str], Seen]) -> None:
    seen = captured("""
        capture.start()
        print("Password for nobody: ", end="")
        capture.stop()
    """)
    assert seen.lines("stdout") == ["Password for nobody: "]


def test_lines_are_recorded_while_the_program_runs(
    program: Callable[[str], list[str]], recorded: Path, eventually: Callable[..., object]
) -> None:
    command = program("""
        capture.start()
        print("visible early")
        sys.stdin.read()
        capture.stop()
    """)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        eventually(lambda: recorded_in(recorded) == [("stdout", "visible early")])
        process.communicate(timeout=30)


def test_secrets_are_masked_in_the_record_and_not_in_the_terminal(captured: Callable[[str], Seen]) -> None:
    seen = captured("""
        capture.start()
        print("password=correcthorse")
        capture.stop()
    """)
    assert seen.lines("stdout") == ["password=***"]
    assert seen.stdout == "password=correcthorse\n"


def test_colours_stay_and_broken_text_is_replaced(captured: Callable[[str], Seen]) -> None:
    seen = captured("""
        capture.start()
        os.write(1, b"\\x1b[31mred\\x1b[0m\\n\\xff\\xfe caf\\xc3")
        os.write(1, b"\\xa9\\n")
        capture.stop()
    """)
    assert seen.lines("stdout") == ["\x1b[31mred\x1b[0m", "\ufffd\ufffd café"]


def test_two_runs_at_once_hear_the_same_and_each_its_own_time(tmp_path: Path, captured: Callable[[str], Seen]) -> None:
    other = tmp_path / "other"
    seen = captured(f"""
        second = ConsoleCapture(Recorder({str(other)!r}), lambda: 0)
        capture.start()
        print("one")
        second.start()
        print("both")
        capture.stop()
        print("two")
        second.stop()
        second.stop()
        print("none")
    """)
    assert seen.lines("stdout") == ["one", "both"]
    assert [line for _, line in recorded_in(other)] == ["both", "two"]
    assert seen.stdout.splitlines() == ["one", "both", "two", "none"]


def test_runs_one_after_the_other_leave_nothing_behind(captured: Callable[[str], Seen]) -> None:
    seen = captured("""
        def descriptors():
            return {fd: os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{fd}")}
        before = descriptors()
        for number in range(20):
            capture = ConsoleCapture(recorder, lambda: 0)
            capture.start()
            print("run", number)
            capture.stop()
        deadline = time.monotonic() + 30
        while threading.active_count() > 1 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert threading.active_count() == 1, threading.enumerate()
        assert descriptors() == before, (descriptors(), before)
    """)
    assert (seen.returncode, seen.stderr) == (0, "")
    assert seen.lines("stdout") == [f"run {number}" for number in range(20)]


def test_a_signal_handler_may_print_and_end_runs_in_the_midst_of_it(captured: Callable[[str], Seen]) -> None:
    seen = captured("""
        import signal
        others = [ConsoleCapture(lambda record: None, lambda: 0) for _ in range(20)]
        for other in others:
            other.start()
        def interrupt(number, frame):
            os.write(1, b"out\\n")
            os.write(2, b"err\\n")
            if others:
                others.pop().stop()
            signal.setitimer(signal.ITIMER_REAL, 0.001)  # once more, after this one
        signal.signal(signal.SIGALRM, interrupt)
        capture.start()
        signal.setitimer(signal.ITIMER_REAL, 0.001)
        for number in range(1000):
            os.write(1, b"round\\n")
            os.write(2, b"round\\n")
            print("\\n", end="", flush=True, file=sys.stderr if number % 2 else sys.stdout)
        while others:
            signal.pause()
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        capture.stop()
        os.write(1, b"directly\\n")
    """)
    assert seen.returncode == 0
    assert seen.stdout.splitlines() == [*seen.lines("stdout"), "directly"]
    assert seen.stderr.splitlines() == seen.lines("stderr")
    assert seen.lines("stdout").count("round") == seen.lines("stderr").count("round") == 1000
    assert seen.lines("stdout").count("out") == seen.lines("stderr").count("err") >= 20


def test_forked_children_print_through_the_parent_and_can_record_their_own(
    tmp_path: Path, captured: Callable[[str], Seen]
) -> None:
    own = tmp_path / "own"
    seen = captured(f"""
        capture.start()
        pid = os.fork()
        if pid == 0:
            print("from the child", flush=True)
            mine = ConsoleCapture(Recorder({str(own)!r}), lambda: 0)
            mine.start()
            print("for its own run")
            mine.stop()
            capture.stop()  # the parent's: nothing to end here
            print("still through the parent", flush=True)
            os._exit(0)
        os.waitpid(pid, 0)
        capture.stop()
    """)
    assert seen.lines("stdout") == ["from the child", "for its own run", "still through the parent"]
    assert seen.stdout.splitlines() == seen.lines("stdout")
    assert [line for _, line in recorded_in(own)] == ["for its own run"]


def test_forking_while_threads_print_never_hangs(captured: Callable[[str], Seen]) -> None:
    seen = captured("""
        capture.start()
        done = threading.Event()
        def chatter():
            while not done.is_set():
                os.write(1, b"x\\n")
        threads = [threading.Thread(target=chatter) for _ in range(3)]
        for thread in threads: thread.start()
        for number in range(50):
            pid = os.fork()
            if pid == 0:
                os.write(2, b"child\\n")
                os._exit(0)
            assert os.waitpid(pid, 0)[1] == 0
        done.set()
        for thread in threads: thread.join()
        capture.stop()
    """)
    assert seen.returncode == 0
    assert seen.lines("stderr") == ["child"] * 50


def test_the_traceback_of_a_crash_is_recorded(captured: Callable[[str], Seen]) -> None:
    seen = captured("""
        import atexit
        capture.start()
        atexit.register(capture.stop)
        1 / 0
    """)
    assert seen.returncode == 1
    assert seen.lines("stderr")[-1] == "ZeroDivisionError: division by zero"
    assert seen.stderr.splitlines() == seen.lines("stderr")


def test_what_was_printed_before_os_exit_still_reaches_the_terminal(captured: Callable[[str], Seen]) -> None:
    seen = captured("""
        capture.start()
        for i in range(2000):
            os.write(1, b"line %d\\n" % i)
        os._exit(3)
    """)
    assert seen.returncode == 3
    assert seen.stdout.splitlines() == [f"line {i}" for i in range(2000)]


@pytest.mark.parametrize("files", [0, 1100])
def test_children_print_on_after_their_parent_was_killed(
    program: Callable[[str], list[str]], tmp_path: Path, files: int
) -> None:
    go = tmp_path / "go"
    os.mkfifo(go)
    command = program(f"""
        held = [open(os.devnull) for _ in range({files})]  # beyond 1024 `select` takes no descriptor
        capture.start()
        child = 'read line < {go}; for i in 1 2 3; do echo "alive $i" || exit 9; done; echo $? >&2'
        subprocess.Popen(["sh", "-c", child])
        print("ready", flush=True)
        time.sleep(600)
    """)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        go.write_text("go\n")
        shown, errors = process.communicate(timeout=30)
    assert shown.splitlines() == ["alive 1", "alive 2", "alive 3"]
    assert errors == "0\n"


def test_children_print_on_after_the_run_has_ended(captured: Callable[[str], Seen]) -> None:
    seen = captured("""
        capture.start()
        child = subprocess.Popen(["sh", "-c", "read line; echo late"], stdin=subprocess.PIPE)
        capture.stop()
        child.communicate(b"go\\n")
        assert child.returncode == 0
    """)
    assert seen.returncode == 0
    assert seen.stdout == "late\n"
    assert seen.lines("stdout") == []


def test_native_code_that_holds_the_interpreter_and_floods_the_pipe_does_not_hang(
    captured: Callable[[str], Seen],
) -> None:
    seen = captured("""
        import ctypes
        capture.start()
        time.sleep(0)
        held = ctypes.PyDLL(None)  # calls C without letting go of the interpreter's lock
        text = b"y" * 99 + b"\\n"
        whole = text * 40_000
        sent = 0
        while sent < len(whole):
            sent += held.write(1, whole[sent:], len(whole) - sent)
        capture.stop()
    """)
    assert seen.returncode == 0
    assert len(seen.stdout) == 4_000_000


def test_a_reader_that_leaves_is_met_as_without_capture(program: Callable[[str], list[str]]) -> None:
    command = program("""
        import signal
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        capture.start()
        for i in range(10_000_000):
            print("line", i, flush=True)
    """)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "line 0\n"
        process.stdout.close()
        assert process.wait(60) == -signal.SIGPIPE


def test_a_stopped_recorder_does_not_stop_the_program(captured: Callable[[str], Seen]) -> None:
    seen = captured("""
        told = []
        def refuse(record):
            raise OSError("the disk is gone")
        capture = ConsoleCapture(refuse, lambda: 0, on_trouble=told.append)
        capture.start()
        for i in range(100):
            print("line", i, flush=True)
        capture.stop()
        print(len(told), told[0].partition(".")[0])
    """)
    assert seen.stdout.splitlines()[-1] == "1 Capturing the console stopped (OSError: the disk is gone)"
    assert len(seen.stdout.splitlines()) == 101


def test_lines_that_come_too_late_for_the_end_are_told_of(captured: Callable[[str], Seen]) -> None:
    seen = captured("""
        told = []
        hold = threading.Event()
        capture = ConsoleCapture(lambda record: hold.wait(30), lambda: 0, on_trouble=told.append)
        capture.start()
        print("line")
        capture.stop(0.1)
        hold.set()
        print(len(told), told[0].partition(" of the")[0])
    """)
    assert seen.stdout.splitlines() == ["line", "1 The last lines"]


def test_closed_descriptors_are_left_alone(captured: Callable[[str], Seen]) -> None:
    seen = captured("""
        sys.stdout.flush()
        os.close(1)
        capture.start()
        print("words", file=sys.stderr)
        capture.stop()
        sys.stdout = None
    """)
    assert seen.returncode == 0
    assert seen.lines("stderr") == ["words"]


def test_a_redirect_of_the_programs_own_survives_the_end(tmp_path: Path, captured: Callable[[str], Seen]) -> None:
    target = tmp_path / "target"
    captured(f"""
        capture.start()
        fd = os.open({str(target)!r}, os.O_WRONLY | os.O_CREAT)
        os.dup2(fd, 1)
        capture.stop()
        print("to the file")
    """)
    assert target.read_text() == "to the file\n"


def test_streams_of_a_notebook_are_heard_where_they_lead_past_the_descriptors(
    captured: Callable[[str], Seen],
) -> None:
    seen = captured("""
        class NotebookStream:
            def __init__(self): self.shown = []
            def write(self, text): self.shown.append(text); return len(text)
            def flush(self): pass
        sys.stdout = notebook = NotebookStream()
        capture.start()
        print("in a cell")
        os.write(1, b"below it\\n")
        capture.stop()
        print("unheard")
        assert "".join(notebook.shown) == "in a cell\\nunheard\\n", notebook.shown
    """)
    assert (seen.returncode, seen.stderr) == (0, "")
    assert sorted(seen.lines("stdout")) == ["below it", "in a cell"]
