"""The window's style sheet, made from the tokens."""

from voipmon.ui.tokens import Tokens

_TEMPLATE = """
QToolTip {{ background:{surface}; color:{text}; border:1px solid {edge}; padding:4px }}
QWidget#toolbar, QWidget#bottom_bar, QWidget#quality_page,
QWidget#marks_page, QWidget#activity_page {{ background:{surface} }}
QWidget#toolbar {{ border-bottom:1px solid {line} }}
QWidget#bottom_bar {{ border-top:1px solid {line} }}
QSplitter::handle {{ background:{line} }}
QSplitter::handle:hover {{ background:{accent} }}
QLabel[soft="true"] {{ color:{soft} }}
QLabel[broken="true"] {{ color:{broken} }}

QToolButton {{ background:transparent; border:1px solid transparent;
  border-radius:6px; padding:4px 6px; color:{text} }}
QToolButton:hover {{ background:{hover}; border-color:{line} }}
QToolButton:pressed, QToolButton:checked {{ background:{select} }}
QToolButton#self_signed_button:checked {{ background:transparent }}
QToolButton:focus {{ border-color:{accent} }}
QToolButton:disabled {{ color:{faint} }}
QToolButton::menu-indicator {{ image:none; width:0 }}

QPushButton {{ background:{surface}; color:{text}; border:1px solid {edge};
  border-radius:6px; padding:5px 14px; min-height:18px }}
QPushButton:hover {{ background:{hover} }}
QPushButton:pressed {{ background:{select} }}
QPushButton:focus {{ border:2px solid {accent}; padding:4px 13px }}
QPushButton:disabled {{ color:{faint}; border-color:{line} }}
QPushButton[primary="true"] {{ background:{accent}; color:{on_accent};
  border-color:{accent}; font-weight:600 }}
QPushButton[primary="true"]:hover {{ background:{wave} }}
QPushButton[primary="true"]:focus {{ border:2px solid {text} }}
QPushButton[primary="true"]:disabled {{ background:{line}; color:{soft};
  border-color:{line} }}

QLineEdit {{ background:{surface}; color:{text}; border:1px solid {edge};
  border-radius:6px; padding:5px 8px; min-height:18px;
  selection-background-color:{accent}; selection-color:{on_accent} }}
QLineEdit:focus {{ border:2px solid {accent}; padding:4px 7px }}
QLineEdit:disabled {{ background:{sunken}; color:{soft}; border-color:{line} }}

QTableView {{ background:{surface}; border:none; outline:0;
  selection-background-color:{select}; selection-color:{text} }}
QTableView#marks_table::item, QTableView#activity_table::item {{ padding:0 7px }}
QTableView#marks_table::item:selected, QTableView#activity_table::item:selected {{
  background:{select} }}
QListWidget {{ background:{sunken}; border:1px solid {line}; outline:0 }}
QListWidget:focus {{ border-color:{accent} }}
QListWidget::item:selected {{ background:{select}; color:{text} }}
QHeaderView {{ background:{surface} }}
QHeaderView::section {{ background:{surface}; color:{soft}; border:none;
  border-bottom:1px solid {line}; padding:0 10px; text-align:left }}
QHeaderView::section:hover {{ color:{text} }}
QScrollArea, QWidget#cards {{ background:{window}; border:none }}
QScrollBar:vertical {{ background:transparent; width:10px; margin:0 }}
QScrollBar::handle:vertical {{ background:{edge}; border-radius:4px; min-height:28px;
  margin:1px }}
QScrollBar:horizontal {{ background:transparent; height:10px; margin:0 }}
QScrollBar::handle:horizontal {{ background:{edge}; border-radius:4px; margin:1px }}
QScrollBar::add-line, QScrollBar::sub-line {{ width:0; height:0 }}
QScrollBar::add-page, QScrollBar::sub-page {{ background:transparent }}

QMenu {{ background:{surface}; color:{text}; border:1px solid {line}; padding:4px }}
QMenu::item {{ padding:6px 24px 6px 12px; border-radius:4px }}
QMenu::item:selected {{ background:{select} }}
QMenu::item:disabled {{ color:{faint} }}
QMenu::separator {{ height:1px; background:{line}; margin:4px 8px }}

QSlider::groove:horizontal {{ height:4px; background:{line}; border-radius:2px }}
QSlider::sub-page:horizontal {{ background:{accent}; border-radius:2px }}
QSlider::sub-page:horizontal:disabled {{ background:{edge} }}
QSlider::handle:horizontal {{ background:{surface}; border:2px solid {accent};
  width:10px; height:10px; margin:-5px 0; border-radius:7px }}
QSlider::handle:horizontal:hover {{ background:{select} }}
QSlider::handle:horizontal:focus {{ background:{accent} }}
QSlider::handle:horizontal:disabled {{ border-color:{edge} }}

QTabWidget::pane {{ border:1px solid {line}; border-radius:6px; top:-1px }}
QTabBar::tab {{ background:transparent; color:{soft}; padding:7px 14px;
  border-bottom:2px solid transparent }}
QTabBar::tab:selected {{ color:{text}; border-bottom-color:{accent} }}
QTabBar::tab:focus {{ color:{accent} }}
QCheckBox, QRadioButton {{ color:{text}; spacing:8px }}
QCheckBox::indicator:unchecked {{ width:11px; height:11px; background:{surface};
  border:1px solid {edge}; border-radius:2px }}
QRadioButton::indicator {{ width:12px; height:12px; background:{surface};
  border:1px solid {edge}; border-radius:7px }}
QRadioButton::indicator:checked {{ width:6px; height:6px; background:{on_accent};
  border:4px solid {accent} }}
"""


def style_sheet(tokens: Tokens) -> str:
    """The whole sheet for these colours."""
    return _TEMPLATE.format(
        **{name: getattr(tokens, name) for name in Tokens.__slots__}
    )
