"""The small faces one can choose from: few and calm, each with a name to find it by and to hear it read.

Phones have all of them on their keyboards; this is for those who look for one at a desk.
"""

from django.utils.translation import pgettext_lazy

#: Groups in their order: the heading, then each face with its name.
GROUPS = (
    (
        pgettext_lazy("emoji", "Feelings"),
        (
            ("🙂", pgettext_lazy("emoji", "smile")),
            ("😀", pgettext_lazy("emoji", "happy")),
            ("😂", pgettext_lazy("emoji", "laughing")),
            ("😊", pgettext_lazy("emoji", "warm smile")),
            ("😅", pgettext_lazy("emoji", "phew")),
            ("😉", pgettext_lazy("emoji", "winking")),
            ("😍", pgettext_lazy("emoji", "thrilled")),
            ("😎", pgettext_lazy("emoji", "cool")),
            ("🤔", pgettext_lazy("emoji", "thinking")),
            ("😐", pgettext_lazy("emoji", "neither nor")),
            ("😕", pgettext_lazy("emoji", "unsure")),
            ("😔", pgettext_lazy("emoji", "low")),
            ("😢", pgettext_lazy("emoji", "sad")),
            ("😭", pgettext_lazy("emoji", "crying")),
            ("😤", pgettext_lazy("emoji", "fed up")),
            ("😠", pgettext_lazy("emoji", "angry")),
            ("😱", pgettext_lazy("emoji", "shocked")),
            ("😴", pgettext_lazy("emoji", "sleepy")),
            ("🤯", pgettext_lazy("emoji", "too much")),
            ("🤗", pgettext_lazy("emoji", "hug")),
            ("🥹", pgettext_lazy("emoji", "moved")),
        ),
    ),
    (
        pgettext_lazy("emoji", "Hands"),
        (
            ("👍", pgettext_lazy("emoji", "thumbs up")),
            ("👎", pgettext_lazy("emoji", "thumbs down")),
            ("👏", pgettext_lazy("emoji", "clapping")),
            ("🙏", pgettext_lazy("emoji", "thank you")),
            ("👋", pgettext_lazy("emoji", "waving")),
            ("🤝", pgettext_lazy("emoji", "shaking hands")),
            ("💪", pgettext_lazy("emoji", "strong")),
            ("🙌", pgettext_lazy("emoji", "hooray")),
            ("🤞", pgettext_lazy("emoji", "fingers crossed")),
            ("👀", pgettext_lazy("emoji", "looking")),
            ("🤷", pgettext_lazy("emoji", "I do not know")),
        ),
    ),
    (
        pgettext_lazy("emoji", "Hearts and signs"),
        (
            ("❤️", pgettext_lazy("emoji", "heart")),
            ("💚", pgettext_lazy("emoji", "green heart")),
            ("💛", pgettext_lazy("emoji", "yellow heart")),
            ("💔", pgettext_lazy("emoji", "broken heart")),
            ("✨", pgettext_lazy("emoji", "glitter")),
            ("⭐", pgettext_lazy("emoji", "star")),
            ("🔥", pgettext_lazy("emoji", "fire")),
            ("🎉", pgettext_lazy("emoji", "party")),
            ("✅", pgettext_lazy("emoji", "done")),
            ("❌", pgettext_lazy("emoji", "no")),
            ("❓", pgettext_lazy("emoji", "question")),
            ("❗", pgettext_lazy("emoji", "important")),
            ("💡", pgettext_lazy("emoji", "idea")),
        ),
    ),
    (
        pgettext_lazy("emoji", "Work and everyday"),
        (
            ("🔨", pgettext_lazy("emoji", "hammer")),
            ("🧰", pgettext_lazy("emoji", "toolbox")),
            ("🧹", pgettext_lazy("emoji", "broom")),
            ("📦", pgettext_lazy("emoji", "parcel")),
            ("🚚", pgettext_lazy("emoji", "lorry")),
            ("🚲", pgettext_lazy("emoji", "bicycle")),
            ("🚌", pgettext_lazy("emoji", "bus")),
            ("⏰", pgettext_lazy("emoji", "alarm clock")),
            ("☕", pgettext_lazy("emoji", "coffee")),
            ("🍞", pgettext_lazy("emoji", "bread")),
            ("🎂", pgettext_lazy("emoji", "cake")),
            ("🎧", pgettext_lazy("emoji", "headphones")),
            ("💻", pgettext_lazy("emoji", "computer")),
            ("📱", pgettext_lazy("emoji", "phone")),
            ("📅", pgettext_lazy("emoji", "calendar")),
        ),
    ),
    (
        pgettext_lazy("emoji", "Outside"),
        (
            ("🌱", pgettext_lazy("emoji", "sprout")),
            ("🌻", pgettext_lazy("emoji", "sunflower")),
            ("☀️", pgettext_lazy("emoji", "sun")),
            ("🌧️", pgettext_lazy("emoji", "rain")),
            ("❄️", pgettext_lazy("emoji", "snow")),
            ("🌙", pgettext_lazy("emoji", "moon")),
            ("🌈", pgettext_lazy("emoji", "rainbow")),
            ("🐶", pgettext_lazy("emoji", "dog")),
            ("🐱", pgettext_lazy("emoji", "cat")),
        ),
    ),
)
