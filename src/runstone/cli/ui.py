"""`runstone ui`: the browser, opened on a home."""

UI_PORT = 7860


def ui(**_: object) -> None:
    raise NotImplementedError
