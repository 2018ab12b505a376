// Runs before the widget's module, as a framework that was quicker does.

"use strict";

const element = document.getElementById("first");
element.municipality = 9000;
element.languages = ["fr", "nl"];
element.headingLevel = 4;
element.correctionEmail = "onthaal@town.example";
