"""What somebody says they are doing when they look: nobody sees a child without one."""

from enum import StrEnum


class Purpose(StrEnum):
    """Why a page is opened or a record changed. It is written in the audit beside who and when."""

    words: str

    def __new__(cls, value: str, words: str) -> "Purpose":
        purpose = str.__new__(cls, value)
        purpose._value_ = value
        purpose.words = words
        return purpose

    direct_work = ("direct_work", "Working with this child and family as the lead agency.")
    front_door = ("front_door", "Deciding what happens to a contact or a referral.")
    out_of_hours = ("out_of_hours", "Keeping a child safe when the offices are closed.")
    partner_work = ("partner_work", "Working alongside the lead agency with a child whom your agency is involved with.")
    answering = ("answering", "Answering what the front door asks your agency about a family.")
    early_help = ("early_help", "Helping a family early, with their agreement.")
    challenging = ("challenging", "Challenging a decision about a child whom you work with, or told us of.")
    allegations = ("allegations", "Following an allegation against somebody who works with children.")
    conference = ("conference", "Preparing, chairing and following a child protection conference.")
    quality_audit = ("quality_audit", "Auditing the quality of practice in an agreed sample.")
    figures = ("figures", "Counting, for the Board's account of how the whole is doing.")
    publishing = ("publishing", "Releasing a year's figures for everybody to read, once and for good.")
    statutory_return = ("statutory_return", "Taking in or sending a return that the law asks for.")
    analysis = ("analysis", "Studying published figures, without any child's record.")
    administration = ("administration", "Looking after accounts and the system itself.")
    referring = ("referring", "Telling children's services of a worry, and following what you told them.")
    watching = ("watching", "Making sure that nothing that came in waits unseen.")
    checking = ("checking", "Asking, of all that was told of a child, whether a manager should look again.")
    own_account = ("own_account", "Looking after your own sign-in.")
    borough_load = ("borough_load", "Filling a demonstration with a borough of invented people.")

    @property
    def label(self) -> str:
        """The code as words: "Direct work"."""
        return self.value.replace("_", " ").capitalize()
